import type { ProcessEnd } from './process-end.ts'
import type { Failure } from './records.ts'
import type { UntrustedProgram } from './trusted-programs.ts'

/** What became of an attempt. Nothing of it is alive. It is data alone, as the order is. */
export interface AttemptReport {
  end: AttemptEnd
  left: AttemptLeft
  /** Lent paths that were taken out of the commits of the agent (I5). */
  withheld: readonly string[]
  /** What changed in the user's checkout meanwhile, for people (I2). */
  checkoutChange: string | null
  /** Programs in the config of the repository that the project does not trust (I2). */
  untrustedPrograms: readonly UntrustedProgram[]
}

/** How a session came to its end. */
export type AttemptEnd =
  | { is: 'ended'; process: ProcessEnd }
  | { is: 'failed'; failure: Failure }
  /** The run or the task was cancelled, or the server stopped, before the agent was there. */
  | { is: 'called-off'; why: 'cancelled' | 'interrupted' }

/**
 * What a session left. `stranded`: it could not be committed, so its worktree stays as it is and no other task gets it. `removed`: the
 * agent removed its worktree; what it had committed is on its branch.
 */
export type AttemptLeft =
  | { is: 'kept'; tip: string; unresolved: readonly string[]; teardown: Failure | null }
  | { is: 'removed'; tip: string; failure: Failure }
  | { is: 'stranded'; failure: Failure }
