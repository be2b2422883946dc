import type { ServerResponse } from 'node:http'
import { digestOf } from '../chance.ts'
import type { Clock } from '../clock.ts'
import { withoutCompacted } from '../context/compacted.ts'
import { summaryOf } from '../context/compaction.ts'
import type { Fault } from '../faults/fault.ts'
import { contextTooLong, faultError } from '../faults/fault-errors.ts'
import type { FaultPicker } from '../faults/fault-picker.ts'
import { faultedReply } from '../faults/faulted-reply.ts'
import { asApiError } from '../http/api-error.ts'
import { checkRequest } from '../http/check-request.ts'
import type { Credential } from '../http/credential.ts'
import type { MessagesRequest } from '../http/messages-request.ts'
import { assertModel } from '../http/models.ts'
import type { Reply } from '../reply/reply.ts'
import { scriptedReply } from '../reply/scripted-reply.ts'
import { sendPlain, sendStream } from '../reply/send-reply.ts'
import type { Pace, Script } from '../script/script.ts'
import {
  findByCall,
  findMarked,
  type Marked,
  positionOf,
  type ScriptPosition,
  unmarked,
} from '../script/script-position.ts'
import type { ServedRequest } from '../served-request.ts'
import { sideReply } from '../side/side-reply.ts'
import { sideRequestOf } from '../side/side-request.ts'
import { promptTokens } from '../usage/prompt-blocks.ts'
import type { PromptCache } from '../usage/prompt-cache.ts'
import { prepareReply } from './prepared-reply.ts'

export interface EndpointParts {
  scripts: (key: string) => Script
  defaultScript: string | null
  seed: string | number
  clock: Clock
  pace: Pace | null
  models: readonly string[] | undefined
  contextWindow: number
  cache: PromptCache
  faults: FaultPicker
  onServed: (entry: Readonly<ServedRequest>) => void
}

/** A request on its way through the endpoint. */
export interface Incoming {
  body: MessagesRequest
  credential: Credential
  requestId: string
  response: ServerResponse
  /** It aborts when the client has left. */
  signal: AbortSignal
}

const OK: Reply = { blocks: [{ type: 'text', text: 'OK' }], stopReason: 'end_turn' }

/** What is said to a request, before faults and limits. */
interface Said {
  reply: Reply
  summary: string
  fault: Fault | null
  pace: Pace | null
}

/** `POST /v1/messages`. It records each request in `served`. */
export class MessagesEndpoint {
  readonly served: ServedRequest[] = []
  readonly #asks = new Map<string, number>()
  /** The step of each script that was asked for last. */
  readonly #lastTurns = new Map<string, number>()
  readonly #parts: EndpointParts

  constructor(parts: EndpointParts) {
    this.#parts = parts
  }

  async respond(incoming: Incoming): Promise<void> {
    const entry = newEntry(incoming, this.#parts.clock.now())
    this.served.push(entry)
    try {
      await this.#respond(incoming, entry)
    } catch (error) {
      Object.assign(entry, { outcome: 'error', status: asApiError(error).status })
      throw error
    } finally {
      this.#parts.onServed(entry)
    }
  }

  async #respond({ body, requestId, response, signal }: Incoming, entry: ServedRequest): Promise<void> {
    const { models, contextWindow, cache, clock } = this.#parts
    checkRequest(body)
    assertModel(body.model, models)
    const request = { ...body, messages: [...withoutCompacted(body.messages)] }
    const { fault, reply, summary, pace } = this.#say(request, entry)
    if (fault?.kind === 'no-response') {
      Object.assign(entry, { outcome: 'cut', status: 0 })
      response.destroy()
      return
    }
    const size = promptTokens(request)
    const error = fault && faultError(fault, { ...entry, promptTokens: size, contextWindow })
    if (error) throw error
    if (size > contextWindow) throw contextTooLong(size, contextWindow)

    const messageId = requestId.replace('req_', 'msg_')
    const scope = `${entry.key} ${body.model}`
    const prepared = prepareReply({ request, reply: faultedReply(reply, fault), summary, messageId, scope }, cache)
    const { message, blocks, usage, compaction } = prepared
    const output = message.usage.output_tokens
    if (entry.streamed) Object.assign(entry, usage, { output: Math.min(1, output) })
    const send = entry.streamed ? sendStream : sendPlain
    const { outcome, sent } = await send({ response, message, blocks, requestId, fault, pace, clock, signal })
    Object.assign(entry, { outcome, outputSent: sent })
    if (outcome === 'complete') Object.assign(entry, usage, { compaction, output, stopReason: message.stop_reason })
  }

  /** Chooses the reply, and the fault that hits it. */
  #say(request: MessagesRequest, entry: ServedRequest): Said {
    const { defaultScript, scripts, pace } = this.#parts
    const marked =
      findMarked(request) ?? findByCall(request) ?? (defaultScript ? unmarked(defaultScript, request) : null)
    const script = marked && scripts(marked.key)
    const position = script && positionOf(script, marked)
    const side = sideRequestOf(request)
    const summary = summaryOf(marked, position ? this.#turnOf(request, marked, position) - 1 : 0)
    Object.assign(entry, { script: marked?.key ?? null, side })
    if (side) return { reply: sideReply(side, request, summary), summary, fault: null, pace }
    if (!position) return { reply: OK, summary, fault: null, pace }
    const fault = this.#pickFault(entry, marked, script, position)
    const unique = digestOf(this.#parts.seed, marked.key, position.turn, entry.ask)
    const reply = request.compaction ? OK : scriptedReply(marked.key, position, request, unique)
    return { reply, summary, fault, pace: position.step.pace ?? script.pace ?? pace }
  }

  /** A conversation that is summarized as a text shows no steps, so the last request of its script counts. */
  #turnOf({ messages }: MessagesRequest, { key }: Marked, { turn }: ScriptPosition): number {
    const isText = messages.every(({ role }) => role !== 'assistant')
    return isText ? (this.#lastTurns.get(key) ?? turn) : turn
  }

  #pickFault(entry: ServedRequest, { key }: Marked, script: Script, { turn }: ScriptPosition): Fault | null {
    const name = `${key} ${turn}`
    const ask = (this.#asks.get(name) ?? 0) + 1
    this.#asks.set(name, ask)
    this.#lastTurns.set(key, turn)
    const fault = this.#parts.faults.pick(key, script, turn, ask)
    Object.assign(entry, { turn, ask, fault: fault?.kind ?? null })
    return fault
  }
}

const newEntry = ({ body, credential, requestId }: Incoming, now: number): ServedRequest => ({
  ...{ requestId, at: now, key: credential.key, keyHeader: credential.header },
  ...{ script: null, turn: 0, ask: 0, side: null, model: body.model, streamed: body.stream ?? false },
  ...{ status: 200, fault: null, outcome: 'open', stopReason: null },
  ...{ input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, outputSent: 0, compaction: null },
})
