import type { BetaStopReason } from '@anthropic-ai/sdk/resources/beta/messages/messages'
import type { Fault } from './faults/fault.ts'
import type { SideRequest } from './side/side-request.ts'
import type { InputUsage } from './usage/prompt-cache.ts'

/** One request to `POST /v1/messages`. The tokens are those that the client was told, and zero for an error. */
export interface ServedRequest extends InputUsage {
  /** The value of the header `request-id`. No other request has it, not even of another simulator. */
  requestId: string
  /** When it came, by the clock of the simulator. */
  at: number
  /** The credential, and the header that had it. */
  key: string
  keyHeader: 'x-api-key' | 'authorization'
  /** The script that the prompt names. It is null when there was none. */
  script: string | null
  /** The number of the step, from 1. It is 0 without a script, and for a request beside the conversation. */
  turn: number
  /** How often this step was asked for, from 1. */
  ask: number
  /** What a request beside the conversation is for. It is null for a turn of the conversation. */
  side: SideRequest | null
  model: string
  streamed: boolean
  /** The HTTP status. It is 0 when there was no response. */
  status: number
  fault: Fault['kind'] | null
  /** It is `open` while the reply is sent, and `error` when there was an error instead of a reply. `aborted`: the client left. */
  outcome: 'open' | 'complete' | 'cut' | 'aborted' | 'error'
  /** It is null for a reply without an end. */
  stopReason: BetaStopReason | null
  /** The output tokens that the client was told: for a stream without an end, those of `message_start`. */
  output: number
  /** The output tokens of everything that was sent. It differs from `output` for a stream without an end. */
  outputSent: number
  /** The tokens of a compaction, which the other numbers do not contain. It is null when the conversation was not compacted. */
  compaction: (InputUsage & { output: number }) | null
}
