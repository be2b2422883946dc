import type { AttemptOrder, ResumedConversation } from '../../domain/attempt-order.ts'
import type { SessionKind } from '../../domain/statuses.ts'
import type { PermissionPolicy } from './presets.ts'

/** What the host of the kind `acp` is started with. It contains no secrets: the agent gets them in its environment (A2). */
export interface AcpSpec {
  kind: SessionKind
  /** The name of the preset, or null for an agent that the plan names by its command alone. */
  preset: string | null
  /** The program with its arguments, or null when the program of the preset is installed. */
  command: readonly string[] | null
  permissions: PermissionPolicy
  /** The mode that the plan asks for, or null for the mode of the preset. */
  mode: string | null
  /** They are null when there is no limit. */
  maxTurns: number | null
  maxTokens: number | null
  /** It is null when the agent chooses its model. */
  model: string | null
  resume: ResumedConversation | null
  limits: AttemptOrder['limits']
}
