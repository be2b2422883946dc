import type { AttemptOrder } from '../../domain/attempt-order.ts'
import type { Begun } from '../../lifecycle/session-lifecycle.ts'
import type { FactFollower } from './fact-follower.ts'

/** A session that is under way: its record is stored, and neither its end is recorded nor is it left to the next server. */
export interface LiveSession {
  begun: Begun
  order: AttemptOrder
  isAgentAlive: boolean
  /** It is null before the agent starts, and when the facts of this kind of agent are not followed. */
  facts: FactFollower | null
}
