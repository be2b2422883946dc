import type { ReachFailPoint } from '../ports/fail-points.ts'
import type { MergeDrafts } from './drafts/merge-drafts.ts'
import type { Environment } from './exec/git-environment.ts'
import type { GitExec } from './exec/git-exec.ts'
import type { GitPlace } from './exec/git-place.ts'
import type { ProgramGuard } from './exec/program-guard.ts'
import type { RepositoryLock } from './lock/repository-lock.ts'
import type { AttributeReader } from './merging/attribute-files.ts'
import type { ShadowFiles } from './shadow/shadow-files.ts'

/** What all operations on one repository need. */
export interface RepositoryContext {
  git: GitExec
  lock: RepositoryLock
  /** Reads the `.gitattributes` files that a merge follows. */
  attributes: AttributeReader
  guard: ProgramGuard
  /** The absolute path of the repository's top folder, with symbolic links resolved. */
  path: string
  commonDir: string
  /** The folder of worktrees and of the database, whose disk must have space. It is null when there is none. */
  dataFolder: string | null
  /** The project whose pins move with its branches. It is null when the repository is opened for no project. */
  projectId: string | null
  /** The directories with which git works on objects and refs, without index and files. Git writes new objects to drafts. */
  plumbing: GitPlace
  /** The same directories without the drafts. With them, git refuses to put an object on a ref that the user's repository does not have. */
  users: GitPlace
  /** The drafts of merges, and of other commits that are made without a worktree. */
  drafts: MergeDrafts
  /** The directories with which git works in the user's checkout. It is null when the repository is bare. */
  checkout: GitPlace | null
  /** Returns author and committer as environment variables. They stay the same as long as the repository is open. */
  identity(): Promise<Environment>
  reach: ReachFailPoint
  /** What the shadow of each working tree contains. */
  shadowFiles: ShadowFiles
}
