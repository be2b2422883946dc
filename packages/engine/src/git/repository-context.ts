import type { Environment } from './exec/git-environment.ts'
import type { GitExec } from './exec/git-exec.ts'
import type { GitPlace } from './exec/git-place.ts'
import type { ProgramGuard } from './exec/program-guard.ts'
import type { RepositoryLock } from './lock/repository-lock.ts'

/** What every operation on one repository needs. */
export interface RepositoryContext {
  git: GitExec
  lock: RepositoryLock
  guard: ProgramGuard
  /** The path that the project names, without symbolic links. */
  path: string
  commonDir: string
  /** Objects and refs. */
  plumbing: GitPlace
  /** The user's checkout; null where the repository is bare. */
  checkout: GitPlace | null
  /** Author and committer, the same for as long as the repository is open. */
  identity(): Promise<Environment>
}
