import type { Failure } from '../domain/records.ts'
import type { ProcessEnd } from '../ports/harness.ts'

/** How a session came to its end. */
export type SessionResult =
  | { is: 'ended'; end: ProcessEnd }
  | { is: 'failed'; failure: Failure }
  /** The run was cancelled, or the server stopped, before the agent was there. */
  | { is: 'called-off'; why: 'cancelled' | 'interrupted' }
