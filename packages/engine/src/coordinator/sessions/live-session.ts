import type { AttemptOrder } from '../../domain/attempt-order.ts'
import type { Begun } from '../../lifecycle/session-lifecycle.ts'
import type { FactFollower } from './fact-follower.ts'

/** A session that is under way: it is stored and offered, and not settled yet. */
export interface LiveSession {
  begun: Begun
  order: AttemptOrder
  isAgentAlive: boolean
  /** Is null before the agent starts, and when the facts of its kind are not followed. */
  facts: FactFollower | null
}
