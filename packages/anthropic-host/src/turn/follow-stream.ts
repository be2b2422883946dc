import { randomUUID } from 'node:crypto'
import { AnthropicError, APIError } from '@anthropic-ai/sdk'
import type { BetaMessageStream } from '@anthropic-ai/sdk/lib/BetaMessageStream'
import type { BetaMessage } from '@anthropic-ai/sdk/resources/beta/messages/messages'
import type { ModelCalled } from '@coppice/engine/domain/session-facts'
import { Pieces, type PrintFact } from '@coppice/host-parts'
import { NotAsked, StreamStalled } from '../retry/trouble.ts'
import { IdleWatch } from './idle-watch.ts'
import { modelCall } from './model-call.ts'
import type { Pulse } from './pulse.ts'

export interface StreamParts {
  print: PrintFact
  /** Tells when the provider sends anything. */
  pulse: Pulse
  /** A stream in which the provider sends nothing for this time, in ms, is cut off. */
  idleMs: number
}

export interface CompleteReply {
  message: BetaMessage
  call: ModelCalled
}

/**
 * Prints the facts of a reply while it arrives: its text, its thoughts and its partial usage.
 *
 * @returns the complete reply with its usage, which is not printed yet: the reply must be recorded first, so that it is never bought twice
 * @throws when the reply is cut off. What was said until then is printed
 */
export async function followStream(stream: BetaMessageStream, parts: StreamParts): Promise<CompleteReply> {
  const { print, idleMs, pulse } = parts
  const idle = new IdleWatch(idleMs, () => stream.abort())
  pulse.listener = () => {
    idle.seen()
    print.alive()
  }
  let isConnected = false
  let requestId: string | null = null
  let hasSpoken = false
  const said = new Pieces(
    (text) => {
      print({ type: 'Said', text, ...(hasSpoken ? { continues: true } : {}) })
      hasSpoken = true
    },
    (piece) => print.writing({ of: 'Said', ...piece }),
  )
  const thought = new Pieces(
    (text) => print({ type: 'Thought', text }),
    (piece) => print.writing({ of: 'Thought', ...piece }),
  )
  const flush = () => {
    thought.end()
    said.end()
  }
  stream
    .on('connect', () => {
      isConnected = true
    })
    .on('streamEvent', ({ type }, message) => {
      if (type !== 'message_start') return
      requestId = stream.request_id ?? message.id ?? randomUUID()
      print(modelCall(requestId, message, true))
    })
    .on('text', (text) => said.add(text))
    .on('thinking', (text) => thought.add(text))
    .on('contentBlock', flush)
  try {
    const message = await stream.finalMessage()
    return { message, call: modelCall(requestId ?? randomUUID(), message, false) }
  } catch (error) {
    if (idle.hasEnded) throw new StreamStalled(idleMs, isConnected)
    throw isConnected || error instanceof APIError || !(error instanceof AnthropicError) ? error : new NotAsked(error)
  } finally {
    idle.stop()
    pulse.listener = () => {}
    flush()
  }
}
