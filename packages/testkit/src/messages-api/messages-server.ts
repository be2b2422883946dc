import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { type MessagesRequest, messageOf, type ReplyBlock, tokensOf } from './message.ts'
import { messageStream } from './message-stream.ts'

/**
 * Returns the model's reply to a request. It returns null for a request that it does not handle, such as one for a title. The server then
 * replies "OK".
 */
export type Script = (request: MessagesRequest) => readonly ReplyBlock[] | null

export interface ReceivedRequest {
  /** The method and the path, without the query. */
  route: string
  /** The credential, from `x-api-key` or `authorization: Bearer`. */
  key: string
  body: MessagesRequest
  /** Whether the script returned a reply. */
  scripted: boolean
}

/** A local server that replies to real agents in place of a model. */
export interface MessagesServer extends AsyncDisposable {
  url: string
  /** All requests so far, including refused ones. */
  readonly received: readonly ReceivedRequest[]
}

/** Starts a server on 127.0.0.1 that implements the Messages API, with and without streaming. The script provides the replies. */
export async function messagesServer(script: Script): Promise<MessagesServer> {
  const received: ReceivedRequest[] = []
  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) =>
      refuse(response, 400, 'invalid_request_error', `the request could not be read: ${error}`),
    )
  })

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const route = `${request.method} ${request.url?.split('?')[0]}`
    const key = keyOf(request)
    const body = (request.method === 'POST' ? await json(request) : {}) as MessagesRequest
    const isMessage = route === 'POST /v1/messages'
    const blocks = key && isMessage ? script(body) : null
    const number = received.push({ route, key, body, scripted: blocks !== null })
    if (!key) return refuse(response, 401, 'authentication_error', 'x-api-key or a bearer token is missing')
    if (route === 'POST /v1/messages/count_tokens') return reply(response, { input_tokens: tokensOf(body) })
    if (!isMessage) return refuse(response, 404, 'not_found_error', `the route ${route} does not exist`)
    const message = messageOf(body, blocks ?? [{ type: 'text', text: 'OK' }], number)
    if (body.stream) response.writeHead(200, { 'content-type': 'text/event-stream' }).end(messageStream(message))
    else reply(response, message)
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function keyOf({ headers }: IncomingMessage): string {
  const given = headers['x-api-key'] ?? headers.authorization?.replace(/^Bearer /i, '') ?? ''
  return String(given)
}

function reply(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

const refuse = (response: ServerResponse, status: number, type: string, message: string): void =>
  reply(response, { type: 'error', error: { type, message } }, status)
