import type { Allowance } from '../../domain/allowance.ts'
import type { AttemptOrder, ResumedConversation } from '../../domain/attempt-order.ts'
import type { SessionKind } from '../../domain/statuses.ts'

/** What the host of the kind `anthropic` is started with. It contains no secrets: the host gets the key in its environment (A2). */
export interface AnthropicSpec {
  kind: SessionKind
  model: string
  maxTurns: number
  /** It is null when there is no limit. */
  maxTokens: number | null
  /** The host asks a person before it runs a shell command that contains one of these texts. */
  askBefore: readonly string[]
  resume: ResumedConversation | null
  limits: AttemptOrder['limits']
  /** It is null when there is no limit, and absent in the spec of an earlier version. */
  allowance?: Allowance | null
}
