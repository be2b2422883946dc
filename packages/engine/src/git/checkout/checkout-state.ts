import { createHash, type Hash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { branchRef } from '../../domain/naming.ts'
import type { CheckoutState } from '../../ports/git.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { isObjectId } from '../refs/object-id.ts'
import { resolveCommit } from '../refs/resolve-commit.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { hidingSetting, hidingWords } from './hiding-setting.ts'

const STATUS = [
  'status',
  '--porcelain=v2',
  '--branch',
  '--no-ahead-behind',
  '-z',
  '--untracked-files=all',
  '--no-renames',
  '--ignore-submodules=all',
]

/**
 * Describes the checkout, so that a comparison shows whether an agent changed it. It only reads (I2: the checkout is not touched). Git's
 * environment turns optional locks off, so that `git status` does not write the index. A bare repository has no files and so no status.
 */
export async function checkoutState(repo: RepositoryContext): Promise<CheckoutState> {
  const { guard, plumbing, checkout } = repo
  const place = checkout ?? plumbing
  const config = await guard.config(place)
  const [status, meta, hiding] = await Promise.all([
    statusOf(repo),
    metaHash(repo, place),
    checkout ? hidingSetting(config, asHidden(checkout)) : null,
  ])
  return {
    ...status,
    meta,
    settings: config.filter(({ scope }) => scope === 'local' || scope === 'worktree'),
    hidden: hiding && hidingWords(hiding, place.workTree),
  }
}

type Status = Pick<CheckoutState, 'head' | 'headCommit' | 'status'>

async function statusOf({ git, plumbing, checkout }: RepositoryContext): Promise<Status> {
  if (checkout !== null) return parseStatus((await git.bytes(checkout, STATUS)).toString('utf8'))
  const head = await git.run(plumbing, ['symbolic-ref', '--quiet', 'HEAD'])
  const headCommit = (await resolveCommit(git, plumbing, 'HEAD')) ?? ''
  return { head: head.stdout.toString('utf8').trim() || headCommit, headCommit, status: '' }
}

/** Parses the output of `git status --porcelain=v2 --branch -z`, which begins with lines such as `# branch.oid ID` and `# branch.head NAME`. */
function parseStatus(stdout: string): Status {
  const lines = stdout.split('\0')
  const header = (name: string) => lines.find((line) => line.startsWith(`# ${name} `))?.slice(name.length + 3) ?? ''
  const oid = header('branch.oid')
  const headCommit = isObjectId(oid) ? oid : ''
  const branch = header('branch.head')
  const head = branch === '(detached)' ? headCommit : branchRef(branch)
  return { head, headCommit, status: lines.filter((line) => !line.startsWith('# ')).join('\0') }
}

const asHidden = ({ workTree, gitDir, commonDir }: GitPlace) => ({
  path: workTree,
  gitDir,
  linked: gitDir !== commonDir,
})

/**
 * Hashes the index, the config and the hooks. From the index it takes only the entries, because the bytes of the file also change when an
 * editor runs `git status`.
 */
async function metaHash(repo: RepositoryContext, place: GitPlace): Promise<string> {
  const hash = createHash('sha256')
  hash.update(await indexHash(repo, place))
  await addFile(hash, join(place.commonDir, 'config'))
  await addFile(hash, join(place.gitDir, 'config.worktree'))
  const hooks = join(place.commonDir, 'hooks')
  for (const name of (await readdir(hooks).catch(() => [])).sort()) await addFile(hash, join(hooks, name))
  return hash.digest('hex')
}

/** The last hash of an index. `file` is compared to find out whether the index file has changed since. */
const hashes = new WeakMap<RepositoryContext, { file: string; hash: string }>()

/** Hashes the entries of the index. Git is started only when the file of the index was written since the last call. */
async function indexHash(repo: RepositoryContext, place: GitPlace): Promise<string> {
  const found = await stat(join(place.gitDir, 'index'), { bigint: true }).catch(() => null)
  const file = found === null ? 'none' : `${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}`
  const last = hashes.get(repo)
  if (last?.file === file) return last.hash
  const entries = await repo.git.bytes(place, ['ls-files', '--stage', '-v', '-z'])
  const hash = createHash('sha256').update(entries).digest('hex')
  hashes.set(repo, { file, hash })
  return hash
}

async function addFile(hash: Hash, path: string): Promise<void> {
  try {
    const { mode } = await stat(path)
    hash.update(`\0${path}\0${mode}\0`).update(await readFile(path))
  } catch {
    hash.update(`\0${path}\0absent\0`)
  }
}
