import type { AttemptOrder } from '../../domain/attempt-order.ts'
import type { Begun } from '../../lifecycle/session-lifecycle.ts'
import type { OpenMoneyAsk } from './fact-fold.ts'
import type { FactFollower } from './fact-follower.ts'

/** An active session: it is stored, and its end is not recorded yet. */
export interface LiveSession {
  begun: Begun
  order: AttemptOrder
  isAgentAlive: boolean
  /** Records the facts of the session. It is null before the agent starts. */
  facts: FactFollower | null
  /** The question of the session for more money that was not answered yet. It is null when there is none. */
  moneyAsk: OpenMoneyAsk | null
  /** The number of the last fact that asked for money and was answered by this server. It is 0 before the first one. */
  answeredAsk: number
}
