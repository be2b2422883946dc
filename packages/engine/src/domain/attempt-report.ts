import type { ProcessEnd } from './process-end.ts'
import type { Failure } from './records.ts'

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
