import type { ProcessEnd } from './process-end.ts'
import type { Failure } from './records.ts'
import type { UntrustedProgram } from './trusted-programs.ts'

/** The result of an attempt. When it is sent, no process of the attempt is alive. It contains only data that JSON can represent. */
export interface AttemptReport {
  end: AttemptEnd
  left: AttemptLeft
  /** The number of the session's last fact; null when the facts could not be read. */
  lastFact: number | null
  /** Lent paths that Coppice removed from the agent's commits (I5: lent files are never committed). */
  withheld: readonly string[]
  /** Commits that the agent left outside of its work (D5). It is null when there are none. */
  leftBehind: LeftBehind | null
  /** A text for people: a setting with which the agent hid its working tree from git (I2). It is null when there is none. */
  hidden: string | null
  /** A text for people: what changed in the user's checkout during the attempt (I2). It is null when nothing changed. */
  checkoutChange: string | null
  /** Programs that the repository's config names and that the project does not trust (I2). */
  untrustedPrograms: readonly UntrustedProgram[]
  /** A text for people: folders of earlier sessions that could not be deleted. It is absent when there are none. */
  stuck?: string
}

/** What became of commits that an agent made outside of its work, such as a stash or another branch (D5). */
export interface LeftBehind {
  /** The kept ref that holds them. It is null when there are none or they are only in `folder`. */
  ref: string | null
  hasStash: boolean
  /**
   * The agent's git directory. It stays when git refused some of its commits, or when Coppice could not read all of it. It is null when all
   * commits were brought in.
   */
  folder: string | null
  /** Whether somebody deleted the agent's git directory. Commits that only this directory had are lost. */
  isLost: boolean
  /** The kept refs of stashes in submodules, each with the git directory that has it. It is absent when there are none. */
  submoduleStashes?: readonly KeptStash[]
}

export interface KeptStash {
  ref: string
  gitDir: string
}

/** Ignored files that an agent wrote. */
export interface IgnoredWork {
  /** The paths, relative to the worktree. A folder in which everything is ignored is one path with a `/` at its end. */
  paths: readonly string[]
  /** The kept ref that holds the files. It is null when the files are too many or too large to keep. */
  ref: string | null
}

/** How a session ended: its agent ended, the attempt failed before or after that, or no agent was started. */
export type AttemptEnd =
  | { is: 'ended'; process: ProcessEnd }
  | { is: 'failed'; failure: Failure }
  /** No agent was started, because the run or the task was cancelled, or because the server stopped. */
  | { is: 'called-off'; why: 'cancelled' | 'interrupted' }

/**
 * The work that a session left:
 *
 * - `kept`: all of it is committed, and `tip` is the last commit. `isEmpty` says that the tip has the tree of the commit on which the work
 *   is based, so that there is no work (S3). `unresolved` lists files that are still in conflict. `ignored` are
 *   files that the agent wrote and git ignores, when it wrote nothing else.
 * - `removed`: somebody removed the worktree. Only what the agent had committed is on its branch.
 * - `stranded`: the work could not be committed. Its worktree stays as it is, and no other task gets it.
 */
export type AttemptLeft =
  | {
      is: 'kept'
      tip: string
      isEmpty: boolean
      unresolved: readonly string[]
      teardown: Failure | null
      ignored: IgnoredWork | null
    }
  | { is: 'removed'; tip: string; failure: Failure }
  | { is: 'stranded'; failure: Failure }
