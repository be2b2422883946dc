import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { BetaMessage } from '@anthropic-ai/sdk/resources/beta/messages/messages'
import type { Clock } from '../clock.ts'
import type { Fault } from '../faults/fault.ts'
import { errorOfType } from '../http/api-error.ts'
import type { Pace } from '../script/script.ts'
import { outputTokens, type ReplyBlock } from './reply.ts'
import { replyEvents } from './reply-events.ts'

/** A reply on its way to a client. */
export interface Sending {
  response: ServerResponse
  requestId: string
  message: BetaMessage
  blocks: readonly ReplyBlock[]
  fault: Fault | null
  pace: Pace | null
  clock: Clock
  /** It aborts when the client has left. */
  signal: AbortSignal
}

/** What became of a reply. `sent`: the tokens of the events that were written. */
export interface Sent {
  outcome: 'complete' | 'cut' | 'aborted'
  sent: number
}

/** Sends the reply as a stream. */
export async function sendStream(sending: Sending): Promise<Sent> {
  const { response, message, blocks, fault, signal } = sending
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' })
  const breaksAt = fault && isBreaking(fault) ? fault.after * outputTokens(blocks) : Number.POSITIVE_INFINITY
  const untilDue = pacerOf(sending)
  let sent = 0
  for (const { event, tokens } of replyEvents(message, blocks)) {
    if (event.type !== 'message_start' && sent >= breaksAt) return { outcome: await breakStream(sending), sent }
    await untilDue(sent + tokens)
    if (signal.aborted) return { outcome: 'aborted', sent }
    await write(response, `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`, signal)
    sent += tokens
  }
  response.end()
  return { outcome: 'complete', sent }
}

/** Sends the reply as one JSON document. A fault that breaks a stream breaks the document. */
export async function sendPlain(sending: Sending): Promise<Sent> {
  const { response, message, blocks, fault, signal } = sending
  const sent = outputTokens(blocks)
  await pacerOf(sending)(sent)
  if (fault?.kind === 'stall') await left(signal)
  if (signal.aborted) return { outcome: 'aborted', sent: 0 }
  const body = JSON.stringify(message)
  const half = body.slice(0, body.length / 2)
  if (fault && isBreaking(fault) && fault.kind !== 'malformed') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    await flushed(response, half)
    response.destroy()
    return { outcome: 'cut', sent: 0 }
  }
  response.writeHead(200, { 'content-type': 'application/json' }).end(fault?.kind === 'malformed' ? half : body)
  return fault?.kind === 'malformed' ? { outcome: 'cut', sent: 0 } : { outcome: 'complete', sent }
}

type Breaking = Extract<Fault, { kind: 'cut' | 'end-early' | 'malformed' | 'error-event' | 'stall' }>

const BREAKING: readonly Fault['kind'][] = [
  'cut',
  'end-early',
  'malformed',
  'error-event',
  'stall',
] satisfies Breaking['kind'][]

const isBreaking = (fault: Fault): fault is Breaking => BREAKING.includes(fault.kind)

/** Ends the stream in the way of its fault. */
async function breakStream({ response, signal, requestId, fault }: Sending): Promise<'cut' | 'aborted'> {
  switch (fault?.kind) {
    case 'stall':
      await left(signal)
      return 'aborted'
    case 'malformed':
      response.end('event: content_block_delta\ndata: {"type":"content_block_delta","ind\n\n')
      return 'cut'
    case 'error-event': {
      const error = errorOfType(fault.type, `${fault.type} (simulated)`, requestId)
      response.end(`event: error\ndata: ${JSON.stringify(error)}\n\n`)
      return 'cut'
    }
    case 'end-early':
      response.end()
      return 'cut'
    default:
      await flushed(response, ':\n\n')
      response.destroy()
      return 'cut'
  }
}

/** Writes an event, and waits while the client is slow to read. */
async function write(response: ServerResponse, text: string, signal: AbortSignal): Promise<void> {
  if (!response.write(text) && !signal.aborted) await once(response, 'drain', { signal }).catch(() => {})
}

/** Writes a text, and waits until it is with the operating system, so that a broken connection does not lose it. */
const flushed = (response: ServerResponse, text: string): Promise<void> =>
  new Promise((resolve) => {
    response.write(text, () => resolve())
  })

const left = (signal: AbortSignal): Promise<void> =>
  signal.aborted ? Promise.resolve() : once(signal, 'abort').then(() => {})

/** Returns a function that waits until the model would have produced a number of tokens. */
function pacerOf({ clock, signal, fault, pace }: Sending): (tokens: number) => Promise<void> {
  const begun = clock.now()
  const firstTokenMs = pace?.firstTokenMs ?? 0
  const tokensPerSecond = fault?.kind === 'slow' ? fault.tokensPerSecond : pace?.tokensPerSecond
  return async (tokens) => {
    const dueMs = tokens === 0 ? 0 : firstTokenMs + (tokensPerSecond ? (tokens / tokensPerSecond) * 1000 : 0)
    const waitMs = begun + dueMs - clock.now()
    if (waitMs > 0) await clock.sleep(waitMs, signal)
  }
}
