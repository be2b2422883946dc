import type { AttemptOrder } from '../domain/attempt-order.ts'
import type { Begun } from '../lifecycle/attempt-lifecycle.ts'

/** A session that is under way: it is stored and offered, and not settled yet. */
export interface LiveSession {
  begun: Begun
  order: AttemptOrder
  isAgentAlive: boolean
}
