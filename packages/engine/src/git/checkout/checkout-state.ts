import { createHash, type Hash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { CheckoutState } from '../../ports/git.ts'
import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { resolveCommit } from '../refs/resolve-commit.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { hidingSetting, hidingWords } from './hiding-setting.ts'

const STATUS = ['status', '--porcelain=v2', '-z', '--untracked-files=all', '--no-renames', '--ignore-submodules=all']

/**
 * Describes the checkout, so that a comparison shows whether an agent changed it. It only reads (I2: the checkout is not touched). Git's
 * environment turns optional locks off, so that `git status` does not write the index. A bare repository has no files and so no status.
 */
export async function checkoutState({ git, guard, plumbing, checkout }: RepositoryContext): Promise<CheckoutState> {
  const place = checkout ?? plumbing
  const config = await guard.config(place)
  const [head, headCommit, status, meta, hiding] = await Promise.all([
    git.run(place, ['symbolic-ref', '--quiet', 'HEAD']),
    resolveCommit(git, place, 'HEAD'),
    checkout ? git.bytes(checkout, STATUS) : Buffer.alloc(0),
    metaHash(git, place),
    checkout ? hidingSetting(config, asHidden(checkout)) : null,
  ])
  const branch = head.stdout.toString('utf8').trim()
  return {
    head: branch || (headCommit ?? ''),
    headCommit: headCommit ?? '',
    meta,
    settings: config.filter(({ scope }) => scope === 'local' || scope === 'worktree'),
    status: status.toString('utf8'),
    hidden: hiding && hidingWords(hiding, place.workTree),
  }
}

const asHidden = ({ workTree, gitDir, commonDir }: GitPlace) => ({
  path: workTree,
  gitDir,
  linked: gitDir !== commonDir,
})

/** Hashes the index, the config and the hooks. It uses the index's entries, because its bytes change when an editor runs `git status`. */
async function metaHash(git: GitExec, place: GitPlace): Promise<string> {
  const hash = createHash('sha256')
  hash.update(await git.bytes(place, ['ls-files', '--stage', '-v', '-z']))
  await addFile(hash, join(place.commonDir, 'config'))
  await addFile(hash, join(place.gitDir, 'config.worktree'))
  const hooks = join(place.commonDir, 'hooks')
  for (const name of (await readdir(hooks).catch(() => [])).sort()) await addFile(hash, join(hooks, name))
  return hash.digest('hex')
}

async function addFile(hash: Hash, path: string): Promise<void> {
  try {
    const { mode } = await stat(path)
    hash.update(`\0${path}\0${mode}\0`).update(await readFile(path))
  } catch {
    hash.update(`\0${path}\0absent\0`)
  }
}
