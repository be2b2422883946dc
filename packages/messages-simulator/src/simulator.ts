import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { BetaMessageTokensCount } from '@anthropic-ai/sdk/resources/beta/messages/messages'
import { digestOf } from './chance.ts'
import { type Clock, systemClock } from './clock.ts'
import type { Fault, RandomFaults } from './faults/fault.ts'
import { contextTooLong, faultError } from './faults/fault-errors.ts'
import { FaultPicker } from './faults/fault-picker.ts'
import { faultedReply, limitedReply } from './faults/faulted-reply.ts'
import { ApiError, errorBody } from './http/api-error.ts'
import { type Credential, credentialOf } from './http/credential.ts'
import type { MessagesRequest } from './http/messages-request.ts'
import { messageOf } from './reply/message.ts'
import type { Reply } from './reply/reply.ts'
import { scriptedReply } from './reply/scripted-reply.ts'
import { sendPlain, sendStream } from './reply/send-reply.ts'
import { offeredTools } from './script/offered-tool.ts'
import { type Pace, type Script, type ScriptInput, scriptSchema } from './script/script.ts'
import { findMarked, positionOf, type ScriptPosition, unmarked } from './script/script-position.ts'
import type { ServedRequest } from './served-request.ts'
import { type PromptBlock, promptBlocks } from './usage/prompt-blocks.ts'
import { PromptCache } from './usage/prompt-cache.ts'

export interface SimulatorOptions {
  /** The scripts by name. A function can make a script for any name. */
  scripts: Readonly<Record<string, ScriptInput>> | ((key: string) => ScriptInput | undefined)
  /** The name of the script for prompts without a marker. Without it, such a prompt gets the reply "OK". */
  defaultScript?: string
  /** Faults by chance, ids and signatures depend on it. */
  seed?: string | number
  clock?: Clock
  pace?: Pace
  randomFaults?: RandomFaults
  /** The credentials that are accepted. By default any is. */
  keys?: readonly string[]
  /** The models that exist. By default any does. */
  models?: readonly string[]
  /** The tokens that a prompt may have. */
  contextWindow?: number
  /** A prompt up to a breakpoint is cached only if it has this many tokens. The API wants 1024 or more, depending on the model. */
  minimumCachedTokens?: number
  port?: number
}

export interface Simulator {
  url: string
  /** All requests to `POST /v1/messages` that had a credential, in the order in which they came. */
  readonly served: readonly Readonly<ServedRequest>[]
  /** Ends the server and all its connections. */
  close(): Promise<void>
}

const CONTEXT_WINDOW = 200_000
const MAX_BODY_BYTES = 32 * 1024 * 1024
const OK: Reply = { blocks: [{ type: 'text', text: 'OK' }], stopReason: 'end_turn' }

/** Starts a server on 127.0.0.1 that speaks the Messages API, and whose replies come from scripts. */
export async function createSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { clock = systemClock, seed = 0, contextWindow = CONTEXT_WINDOW } = options
  const served: ServedRequest[] = []
  const scripts = scriptSource(options.scripts)
  const cache = new PromptCache(clock, options.minimumCachedTokens ?? 0)
  const faults = new FaultPicker(seed, options.randomFaults ?? null)
  const asks = new Map<string, number>()
  let requests = 0

  const server = createServer((request, response) => {
    requests += 1
    const requestId = `req_${digestOf(seed, requests).slice(0, 24)}`
    response.setHeader('request-id', requestId)
    respond(request, response, requestId).catch((error: unknown) => sendError(response, asApiError(error), requestId))
  })

  async function respond(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> {
    const route = `${request.method} ${request.url?.split('?')[0]}`
    const credential = credentialOf(request, options.keys)
    if (route === 'POST /v1/messages/count_tokens') {
      const blocks = promptBlocks(await bodyOf(request))
      return sendJson(response, {
        input_tokens: tokensIn(blocks),
        context_management: null,
      } satisfies BetaMessageTokensCount)
    }
    if (route !== 'POST /v1/messages') throw new ApiError(404, `simulator: there is no ${route}`)
    await respondToMessages(await bodyOf(request), credential, response, requestId)
  }

  async function respondToMessages(
    body: MessagesRequest,
    credential: Credential,
    response: ServerResponse,
    requestId: string,
  ): Promise<void> {
    const entry: ServedRequest = {
      ...{ requestId, at: clock.now(), key: credential.key, keyHeader: credential.header },
      ...{ script: null, turn: 0, ask: 0, model: body.model, streamed: body.stream ?? false },
      ...{ status: 200, fault: null, outcome: 'open', stopReason: null },
      ...{ input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, outputSent: 0 },
    }
    served.push(entry)
    try {
      await reply(body, entry, response)
    } catch (error) {
      const { status } = asApiError(error)
      Object.assign(entry, { outcome: 'error', status })
      throw error
    }
  }

  async function reply(body: MessagesRequest, entry: ServedRequest, response: ServerResponse): Promise<void> {
    checkRequest(body, options.models)
    const marked = findMarked(body) ?? (options.defaultScript ? unmarked(options.defaultScript, body) : null)
    const script = marked ? scripts(marked.key) : null
    const position = script && marked ? positionOf(script, marked) : null
    const fault = script && marked && position ? pickFault(entry, marked.key, script, position) : null
    const blocks = promptBlocks(body)
    const promptTokens = tokensIn(blocks)
    const error =
      fault && faultError(fault, { model: body.model, streamed: entry.streamed, promptTokens, contextWindow })
    if (error) throw error
    if (promptTokens > contextWindow) throw contextTooLong(promptTokens, contextWindow)
    if (fault?.kind === 'no-response') {
      Object.assign(entry, { outcome: 'cut', status: 0 })
      response.destroy()
      return
    }

    const whole = position ? scriptedReply(position, offeredTools(body), entry.requestId) : OK
    const limited = limitedReply(faultedReply(whole, fault), body.max_tokens)
    const usage = cache.charge(`${entry.key} ${body.model}`, blocks)
    const message = messageOf(`msg_${entry.requestId.slice('req_'.length)}`, body.model, limited, usage)
    const output = message.usage.output_tokens
    Object.assign(entry, usage, { output: Math.min(1, output) })
    const pace = position?.step.pace ?? script?.pace ?? options.pace ?? null
    const { outcome, sent } = await (body.stream ? sendStream : sendPlain)({
      ...{ response, message, blocks: limited.blocks, requestId: entry.requestId, fault, pace, clock },
      signal: leaving(response),
    })
    Object.assign(entry, { outcome, outputSent: sent })
    if (outcome === 'complete') Object.assign(entry, { output, stopReason: limited.stopReason })
  }

  function pickFault(entry: ServedRequest, key: string, script: Script, { turn }: ScriptPosition): Fault | null {
    const name = `${key} ${turn}`
    const ask = (asks.get(name) ?? 0) + 1
    asks.set(name, ask)
    const fault = faults.pick(key, script, turn, ask)
    Object.assign(entry, { script: key, turn, ask, fault: fault?.kind ?? null })
    return fault
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    served,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Returns a function that finds a script by its name, or throws an error that the client sees. */
function scriptSource(scripts: SimulatorOptions['scripts']): (key: string) => Script {
  const known = new Map<string, Script>()
  const find =
    typeof scripts === 'function' ? scripts : (key: string) => (Object.hasOwn(scripts, key) ? scripts[key] : undefined)
  if (typeof scripts !== 'function') for (const key of Object.keys(scripts)) load(key)
  function load(key: string): Script {
    const input = find(key)
    if (!input)
      throw new ApiError(400, `simulator: there is no script "${key}"; there are: ${[...known.keys()].join(', ')}`)
    const script = scriptSchema.parse(input)
    known.set(key, script)
    return script
  }
  return (key) => known.get(key) ?? load(key)
}

function checkRequest(body: MessagesRequest, models: readonly string[] | undefined): void {
  if (body.thread)
    throw new ApiError(400, 'thread: this server keeps no threads', {
      details: { error_code: 'thread_unsupported_request' },
    })
  if (models && !models.includes(body.model)) throw new ApiError(404, `model: ${body.model}`)
}

async function bodyOf(request: IncomingMessage): Promise<MessagesRequest> {
  const bytes = await buffer(request)
  if (bytes.length > MAX_BODY_BYTES) throw new ApiError(413, 'Request exceeds the maximum size')
  try {
    return JSON.parse(bytes.toString())
  } catch (error) {
    throw new ApiError(400, `The request body is not valid JSON: ${error}`)
  }
}

const tokensIn = (blocks: readonly PromptBlock[]): number => blocks.reduce((sum, { tokens }) => sum + tokens, 0)

/** Returns a signal that aborts when the client leaves before the response is complete. */
function leaving(response: ServerResponse): AbortSignal {
  const controller = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) controller.abort()
  })
  if (response.destroyed) controller.abort()
  return controller.signal
}

const asApiError = (error: unknown): ApiError =>
  error instanceof ApiError ? error : new ApiError(500, `simulator: ${error instanceof Error ? error.stack : error}`)

function sendError(response: ServerResponse, error: ApiError, requestId: string): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  response.writeHead(error.status, { 'content-type': 'application/json', ...error.headers })
  response.end(JSON.stringify(errorBody(error, requestId)))
}

const sendJson = (response: ServerResponse, body: object): void => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
