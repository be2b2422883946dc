import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '@coppice/engine'
import type { Logger } from 'pino'
import type { Access } from '../access/access.ts'
import type { Credential } from '../access/credential.ts'
import { CLIENT_HEADER } from '../access/same-origin.ts'
import type { Yoga } from '../graphql/yoga.ts'
import type { ApiContext } from '../schema/context.ts'
import { cutOffUnread } from '../shares/cut-off-unread.ts'
import type { Shares } from '../shares/shares.ts'
import { authenticate } from './authenticate.ts'
import { respondError, setSecurityHeaders } from './respond.ts'

interface GraphqlEndpointOptions {
  yoga: Yoga
  access: Access
  shares: Shares
  clock: Clock
  log: Logger
  contextOf(credential: Credential, signal: AbortSignal): ApiContext
}

export interface GraphqlEndpoint {
  handle(request: IncomingMessage, response: ServerResponse, port: number): Promise<void>
  /** Ends every stream without the event `complete`, so that clients continue at the next server. */
  endStreams(): void
}

/** Creates the endpoint for GraphQL over HTTP POST, with subscriptions over server-sent events. */
export function createGraphqlEndpoint({
  yoga,
  access,
  shares,
  clock,
  contextOf,
  log,
}: GraphqlEndpointOptions): GraphqlEndpoint {
  const open = new Set<ServerResponse>()
  return {
    async handle(request, response, port) {
      if (request.method !== 'POST') {
        response.setHeader('allow', 'POST')
        return respondError(response, 405, 'BAD_USER_INPUT', 'Send GraphQL operations with POST.')
      }
      const who = await authenticate(access, request, port)
      // After the event `close`, nothing would release what is held for this connection.
      if (response.destroyed) return
      if (who.kind === 'unknown') {
        response.setHeader('www-authenticate', 'Bearer')
        return respondError(response, 401, 'UNAUTHENTICATED', who.message)
      }
      if (who.kind === 'foreign')
        return respondError(
          response,
          403,
          'FORBIDDEN',
          `A cookie is accepted only from the pages of Coppice, or with the header ${CLIENT_HEADER}.`,
        )
      const { credential } = who
      const disconnected = new AbortController()
      const share = shares.of(credential)
      share.boundUnread()
      const stops = [
        access.live.hold(credential, () => endStream(response)),
        cutOffUnread(
          share,
          {
            unreadBytes: () => response.writableLength,
            takenBytes: () => request.socket.bytesWritten - request.socket.writableLength,
            cutOff(reason) {
              log.info(
                { credential: credential.kind, who: credential.viewer.name, reason },
                'disconnected a response whose reader did not read',
              )
              endWithError(response, reason)
              clock.after(LAST_READ_MS, () => response.destroy())
            },
          },
          clock,
        ),
      ]
      response.once('close', () => {
        for (const stop of stops) stop()
        open.delete(response)
        disconnected.abort()
      })
      open.add(response)
      setSecurityHeaders(response)
      await yoga(request, response, { api: contextOf(credential, disconnected.signal) })
    },
    endStreams() {
      for (const response of open) endStream(response)
    },
  }
}

/** How long the reader of an ended stream can still read the buffered data, in ms. */
const LAST_READ_MS = 10_000

/** Sends the buffered data and then an error that says why the stream ends. The event `complete` is not sent. */
function endWithError(response: ServerResponse, message: string): void {
  if (!isStreaming(response)) return void response.destroy()
  const event = JSON.stringify({ errors: [{ message, extensions: { code: 'LIMIT_EXCEEDED' } }] })
  response.end(`event: next\ndata: ${event}\n\n`)
}

const isStreaming = (response: ServerResponse): boolean =>
  String(response.getHeader('content-type')).startsWith('text/event-stream')

function endStream(response: ServerResponse): void {
  // `destroy` also drops the data that is not sent yet. The client requests this data again, because it continues after the last item that
  // it got.
  if (isStreaming(response)) response.destroy()
}
