import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BetaMessageTokensCount } from '@anthropic-ai/sdk/resources/beta/messages/messages'
import { type Clock, systemClock } from './clock.ts'
import { withoutCompacted } from './context/compacted.ts'
import { applyEdits } from './context/context-edits.ts'
import type { RandomFaultsInput } from './faults/fault.ts'
import { randomFaultsSchema } from './faults/fault.ts'
import { FaultPicker } from './faults/fault-picker.ts'
import { ApiError, asApiError, errorBody } from './http/api-error.ts'
import { bodyOf } from './http/body.ts'
import { checkRequest } from './http/check-request.ts'
import { credentialOf } from './http/credential.ts'
import type { MessagesRequest } from './http/messages-request.ts'
import { assertModel, modelInfo, modelPage } from './http/models.ts'
import { MessagesEndpoint } from './messages/messages-endpoint.ts'
import { type PaceInput, paceSchema } from './script/script.ts'
import { type Scripts, scriptSource } from './script/script-source.ts'
import type { ServedRequest } from './served-request.ts'
import { promptTokens } from './usage/prompt-blocks.ts'
import { PromptCache } from './usage/prompt-cache.ts'

export interface SimulatorOptions {
  scripts: Scripts
  /** The name of the script for prompts without a marker. Without it, such a prompt gets the reply "OK". */
  defaultScript?: string
  /** Faults by chance, ids of calls and signatures depend on it. Ids of requests do not: they are unique. */
  seed?: string | number
  clock?: Clock
  pace?: PaceInput
  randomFaults?: RandomFaultsInput
  /** The credentials that are accepted. By default any is. */
  keys?: readonly string[]
  /** The models that exist. By default any does. */
  models?: readonly string[]
  /** The tokens that a prompt may have. */
  contextWindow?: number
  /** A prompt up to a breakpoint is cached only if it has this many tokens. The API wants 1024 or more, depending on the model. */
  minimumCachedTokens?: number
  port?: number
  /** It is called with each entry of `served` when its response has ended. */
  onServed?: (entry: Readonly<ServedRequest>) => void
}

export interface Simulator {
  url: string
  /** All requests to `POST /v1/messages` that had a credential, in the order in which they came. */
  readonly served: readonly Readonly<ServedRequest>[]
  /** Ends the server and all its connections. */
  close(): Promise<void>
}

const CONTEXT_WINDOW = 200_000

/**
 * Starts a server on 127.0.0.1 that speaks the Messages API, and whose replies come from scripts.
 *
 * @throws Error when a script is not valid, or when the port is taken
 */
export async function createSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { clock = systemClock, seed = 0, contextWindow = CONTEXT_WINDOW, keys, models } = options
  const endpoint = new MessagesEndpoint({
    ...{ clock, seed, contextWindow, models, scripts: scriptSource(options.scripts) },
    defaultScript: options.defaultScript ?? null,
    pace: options.pace ? paceSchema.parse(options.pace) : null,
    cache: new PromptCache(clock, options.minimumCachedTokens ?? 0),
    onServed: options.onServed ?? (() => {}),
    faults: new FaultPicker(seed, options.randomFaults ? randomFaultsSchema.parse(options.randomFaults) : null),
  })

  const server = createServer((request, response) => {
    const requestId = `req_${randomUUID().replaceAll('-', '')}`
    response.setHeader('request-id', requestId)
    respond(request, response, requestId).catch((error: unknown) => sendError(response, asApiError(error), requestId))
  })

  async function respond(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> {
    const { method } = request
    const path = request.url?.split('?')[0] ?? ''
    // Claude Code asks without a credential whether the server is there.
    if (method === 'HEAD') return void response.writeHead(200).end()
    const credential = credentialOf(request, keys)
    const model = /^\/v1\/models\/(.+)$/.exec(path)?.[1]
    if (method === 'GET' && path === '/v1/models') return sendJson(response, modelPage(models, contextWindow))
    if (method === 'GET' && model) {
      assertModel(model, models)
      return sendJson(response, modelInfo(model, contextWindow))
    }
    if (method === 'POST' && path === '/v1/messages/count_tokens')
      return sendJson(response, countTokens(await bodyOf(request)))
    if (method !== 'POST' || path !== '/v1/messages')
      throw new ApiError(404, `simulator: there is no ${method} ${path}`)
    const body = await bodyOf(request)
    await endpoint.respond({ body, credential, requestId, response, signal: leavingOf(response) })
  }

  const { port = 0 } = options
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Error(`port ${port} is taken; choose another, or 0 for any`) : error),
    )
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    served: endpoint.served,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function countTokens(body: MessagesRequest): BetaMessageTokensCount {
  // This route has no limit of output tokens.
  const request = { ...body, max_tokens: 1 }
  checkRequest(request)
  const seen = { ...request, messages: [...withoutCompacted(request.messages)] }
  return {
    input_tokens: promptTokens(applyEdits(seen).request),
    context_management: request.context_management ? { original_input_tokens: promptTokens(seen) } : null,
  }
}

/** Returns a signal that aborts when the client leaves before the response is complete. */
function leavingOf(response: ServerResponse): AbortSignal {
  const controller = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) controller.abort()
  })
  if (response.destroyed) controller.abort()
  return controller.signal
}

function sendError(response: ServerResponse, error: ApiError, requestId: string): void {
  if (response.headersSent) return void response.destroy()
  // Claude Code retries even a wrong key for minutes if the API does not say that it is useless.
  const isTransient = error.status === 429 || error.status >= 500
  const headers = { 'content-type': 'application/json', 'x-should-retry': String(isTransient), ...error.headers }
  response.writeHead(error.status, headers)
  response.end(JSON.stringify(errorBody(error, requestId)))
}

const sendJson = (response: ServerResponse, body: object): void => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
