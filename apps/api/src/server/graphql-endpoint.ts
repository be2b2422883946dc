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
import { answerError, setSecurityHeaders } from './answer.ts'
import { authenticate } from './authenticate.ts'

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
  /** Ends every stream without `complete`, because no stream is complete. */
  endStreams(): void
}

/** GraphQL over HTTP POST, with subscriptions over server-sent events. */
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
        return answerError(response, 405, 'BAD_USER_INPUT', 'Send GraphQL operations with POST.')
      }
      const who = await authenticate(access, request, port)
      if (who.kind === 'unknown') {
        response.setHeader('www-authenticate', 'Bearer')
        return answerError(response, 401, 'UNAUTHENTICATED', who.message)
      }
      if (who.kind === 'foreign')
        return answerError(
          response,
          403,
          'FORBIDDEN',
          `A cookie is accepted only from Coppice’s own pages or with the header ${CLIENT_HEADER}.`,
        )
      const { credential } = who
      const gone = new AbortController()
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
              log.info({ credential: credential.kind, who: credential.viewer.name, reason }, 'a response was cut off')
              sayFarewell(response, reason)
              clock.after(FAREWELL_MS, () => response.destroy())
            },
          },
          clock,
        ),
      ]
      response.once('close', () => {
        for (const stop of stops) stop()
        open.delete(response)
        gone.abort()
      })
      open.add(response)
      setSecurityHeaders(response)
      await yoga(request, response, { api: contextOf(credential, gone.signal) })
    },
    endStreams() {
      for (const response of open) endStream(response)
    },
  }
}

/** The time in which a disconnected reader can read what was sent before. */
const FAREWELL_MS = 10_000

/** Writes why the stream ends, after the buffered data. It sends no `complete` event. */
function sayFarewell(response: ServerResponse, message: string): void {
  if (!isStreaming(response)) return void response.destroy()
  const event = JSON.stringify({ errors: [{ message, extensions: { code: 'LIMIT_EXCEEDED' } }] })
  response.end(`event: next\ndata: ${event}\n\n`)
}

const isStreaming = (response: ServerResponse): boolean =>
  String(response.getHeader('content-type')).startsWith('text/event-stream')

function endStream(response: ServerResponse): void {
  // This also drops data that is still on its way. The reader continues from its cursor.
  if (isStreaming(response)) response.destroy()
}
