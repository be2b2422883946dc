import type { BetaStopReason } from '@anthropic-ai/sdk/resources/beta/messages/messages'
import type { Fault } from './faults/fault.ts'
import type { InputUsage } from './usage/prompt-cache.ts'

/** One request to `POST /v1/messages`. The tokens are those that the client was told, and zero for an error. */
export interface ServedRequest extends InputUsage {
  /** The value of the header `request-id`, unique within the simulator. */
  requestId: string
  /** When it came, by the clock of the simulator. */
  at: number
  /** The credential, and the header that had it. */
  key: string
  keyHeader: 'x-api-key' | 'authorization'
  /** The script that chose the reply. It is null when there was no script. */
  script: string | null
  /** The number of the step, from 1. It is 0 without a script. */
  turn: number
  /** How often this step was asked for, from 1. */
  ask: number
  model: string
  streamed: boolean
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
}
