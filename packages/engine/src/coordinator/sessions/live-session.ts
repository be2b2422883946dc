import type { AttemptOrder } from '../../domain/attempt-order.ts'
import type { Begun } from '../../lifecycle/session-lifecycle.ts'
import type { FactFollower } from './fact-follower.ts'

/** An active session: it is stored, and its end is not recorded yet. */
export interface LiveSession {
  begun: Begun
  order: AttemptOrder
  isAgentAlive: boolean
  /** Records the facts of the session. It is null before the agent starts. */
  facts: FactFollower | null
}
