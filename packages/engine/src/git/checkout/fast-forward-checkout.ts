import { join } from 'node:path'
import { shortRef } from '../../domain/naming.ts'
import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import { firstLine } from '../exec/git-failure.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { isAncestor } from '../history/is-ancestor.ts'
import { assertObjectId } from '../refs/object-id.ts'
import { resolveCommit } from '../refs/resolve-commit.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { type Checkout, listCheckouts } from './list-checkouts.ts'
import { exists, operationInProgress } from './operation-in-progress.ts'
import { parseNameStatus } from './parse-name-status.ts'
import { pathsInTheWay } from './paths-in-the-way.ts'

type Forwarded = { ok: true } | { ok: false; reason: string }

/** The one write to the user's checkout (I2), and only where it is clean in the sense of D2. */
export async function fastForwardCheckout(
  repo: RepositoryContext,
  path: string,
  branchRef: string,
  from: string,
  to: string,
): Promise<Forwarded> {
  assertObjectId(from)
  assertObjectId(to)
  const checkout = (await listCheckouts(repo)).find((one) => one.path === path && one.branch === branchRef)
  if (!checkout) return refuse(`${path} is not on ${shortRef(branchRef)} any more`)
  if (!(await exists(path))) return refuse(`${shortRef(branchRef)} is checked out at ${path}, which is not there`)
  return repo.lock.hold(async () => {
    const reason = await whyNot(repo, checkout, branchRef, from, to)
    return reason === null ? forward(repo, placeOf(repo, checkout), to) : refuse(reason)
  })
}

const refuse = (reason: string): Forwarded => ({ ok: false, reason })

const placeOf = ({ commonDir, plumbing }: RepositoryContext, { path, gitDir }: Checkout): GitPlace => ({
  ...plumbing,
  cwd: path,
  gitDir,
  commonDir,
  workTree: path,
})

async function whyNot(
  repo: RepositoryContext,
  checkout: Checkout,
  branchRef: string,
  from: string,
  to: string,
): Promise<string | null> {
  const { git } = repo
  const { path, gitDir } = checkout
  const place = placeOf(repo, checkout)
  const operation = await operationInProgress(gitDir)
  if (operation) return `${operation} is in progress in ${path}`
  if (await exists(join(gitDir, 'index.lock')))
    return `another git command is at work in ${path} (if none is, remove ${join(gitDir, 'index.lock')})`
  const head = (await git.run(place, ['symbolic-ref', '--quiet', 'HEAD'])).stdout.toString('utf8').trim()
  if (head !== branchRef) return `${path} is not on ${shortRef(branchRef)} any more`
  if ((await resolveCommit(git, place, 'HEAD')) !== from) return `${shortRef(branchRef)} moved in the meantime`
  if (!(await isAncestor(git, place, from, to)))
    return `${shortRef(branchRef)} has commits that the run does not contain`
  return (await uncommitted(repo, place)) ?? overwritten(repo, place, from, to)
}

async function uncommitted({ git }: RepositoryContext, place: GitPlace): Promise<string | null> {
  const diff = ['--name-only', '-z', '--ignore-submodules=all', '--no-ext-diff']
  const [staged, unstaged] = await Promise.all([
    git.bytes(place, ['diff-index', '--cached', ...diff, 'HEAD', '--']),
    git.bytes(place, ['diff', ...diff]),
  ])
  const files = new Set(`${staged}${unstaged}`.split('\0').filter((file) => file !== ''))
  return files.size === 0 ? null : `${place.cwd} has changes that are not committed: ${named([...files])}`
}

async function overwritten(
  { git }: RepositoryContext,
  place: GitPlace,
  from: string,
  to: string,
): Promise<string | null> {
  const diff = await git.bytes(place, ['diff-tree', '-r', '-z', '--name-status', '--no-renames', from, to])
  const files = await pathsInTheWay(place.workTree, parseNameStatus(diff.toString('utf8')))
  return files.length === 0 ? null : `${place.cwd} has files of its own where the run adds some: ${named(files)}`
}

function named(files: readonly string[]): string {
  const more = files.length > 5 ? ` and ${files.length - 5} more` : ''
  return files.slice(0, 5).join(', ') + more
}

/** Git checks all of it once more while it holds the index; `--no-overwrite-ignore` makes it refuse what came in between. */
async function forward({ git }: RepositoryContext, place: GitPlace, to: string): Promise<Forwarded> {
  const args = ['merge', '--ff-only', '--no-overwrite-ignore', '--no-autostash', '--quiet', to]
  const { exitCode, stderr } = await git.run(place, args, { silenceMs: LONG_SILENCE_MS })
  if (exitCode !== 0) return refuse(`git did not move ${place.cwd}: ${firstLine(stderr)}`)
  return { ok: true }
}
