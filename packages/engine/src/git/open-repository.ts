import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { InvalidRepository } from '../domain/refusals.ts'
import type { TrustedPrograms } from '../domain/trusted-programs.ts'
import type { Clock } from '../ports/clock.ts'
import type { ReachFailPoint } from '../ports/fail-points.ts'
import { MergeDrafts } from './drafts/merge-drafts.ts'
import type { Environment } from './exec/git-environment.ts'
import type { GitExec } from './exec/git-exec.ts'
import { type GitPlace, plumbingIn } from './exec/git-place.ts'
import { ProgramGuard } from './exec/program-guard.ts'
import { locateRepository, type RepositoryLocation } from './locate-repository.ts'
import { RepositoryLock } from './lock/repository-lock.ts'
import { AttributeReader } from './merging/attribute-files.ts'
import { identity } from './merging/identity.ts'
import { findObjects } from './refs/look-up.ts'
import type { RepositoryContext } from './repository-context.ts'
import { readShadowFiles } from './shadow/shadow-files.ts'

export interface LockOptions {
  /** The folder for lock files. By default, a repository's lock file is in its git directory. */
  lockDir?: string
  clock: Clock
  reach: ReachFailPoint
}

export interface OpenOptions extends LockOptions {
  /** The folder of worktrees and of the database, or null. */
  dataFolder: string | null
  /** The programs that a person has trusted. When null, all programs that the config names now are trusted. */
  trusted: TrustedPrograms | null
  /** The project for which the repository is opened, or null. */
  projectId: string | null
}

/** Opens the repository at a path. @throws InvalidRepository, which says what to do, when Coppice cannot work in this repository */
export async function openRepository(git: GitExec, given: string, options: OpenOptions): Promise<RepositoryContext> {
  const location = await locateRepository(git, given)
  const { path, commonDir } = location
  const guard = await ProgramGuard.trusting(git, plumbingIn(commonDir), options.trusted)
  const users = { ...plumbingIn(commonDir), guard }
  const drafts = new MergeDrafts(commonDir)
  const plumbing = { ...users, drafts }
  const checkout = location.bare ? null : { ...checkoutOf(location), guard }
  await assertHasCommit(git, checkout ?? users, path)
  await assertNamesFree(git, plumbing, path)
  const lock = new RepositoryLock(lockFile(commonDir, options.lockDir), options.clock)
  let known: Promise<Environment> | null = null
  // The identity is read once, because reading it takes a third of a merge's time. So if an agent sets `user.name` later, the author of
  // Coppice's own commits stays the same. A failure is not kept, because it may not last.
  const knownIdentity = () => {
    known ??= identity(git, plumbing).catch((error) => {
      known = null
      throw error
    })
    return known
  }
  const attributes = new AttributeReader(git, plumbing)
  const shadowFiles = await readShadowFiles(path, commonDir, guard.openedWith)
  const { dataFolder, projectId } = options
  const places = { path, commonDir, dataFolder, projectId, plumbing, users, drafts, checkout }
  return { git, lock, guard, attributes, ...places, shadowFiles, reach: options.reach, identity: knownIdentity }
}

const checkoutOf = ({ path, gitDir, commonDir }: RepositoryLocation): GitPlace => ({
  cwd: path,
  gitDir,
  commonDir,
  workTree: path,
})

async function assertHasCommit(git: GitExec, place: GitPlace, path: string): Promise<void> {
  // HEAD of the main checkout is in the common git directory, where a helper of git may already be.
  const where = place.gitDir === place.commonDir ? { ...plumbingIn(place.commonDir), guard: place.guard } : place
  const [head] = await findObjects(git, where, ['HEAD^{commit}'])
  if (head) return
  if ((await git.text(place, ['for-each-ref', '--count=1', 'refs/heads/'])) !== '') return
  const cure = `git -C '${path}' commit --allow-empty -m "First commit"`
  throw new InvalidRepository(path, `${path} has no commit yet. Make one, for example: ${cure}`)
}

/** Refuses branches named `coppice` or `coppice/work`, because git cannot create Coppice's branches `coppice/…` beside them. */
async function assertNamesFree(git: GitExec, place: GitPlace, path: string): Promise<void> {
  const names = ['coppice', 'coppice/work']
  const found = await findObjects(
    git,
    place,
    names.map((name) => `refs/heads/${name}^{commit}`),
  )
  for (const [index, name] of names.entries()) {
    if (!found[index]) continue
    const cure = `git -C '${path}' branch -m ${name} another-name`
    const message = `${path} has a branch named ${name}, and Coppice names its own branches ${name}/…. Rename it: ${cure}`
    throw new InvalidRepository(path, message)
  }
}

function lockFile(commonDir: string, lockDir: string | undefined): string {
  if (lockDir === undefined) return join(commonDir, 'coppice', 'lock.sqlite')
  return join(lockDir, `${createHash('sha256').update(commonDir).digest('hex').slice(0, 32)}.sqlite`)
}
