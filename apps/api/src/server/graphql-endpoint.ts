import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Access } from '../access/access.ts'
import type { Credential } from '../access/credential.ts'
import { CLIENT_HEADER } from '../access/same-origin.ts'
import type { Yoga } from '../graphql/yoga.ts'
import type { ApiContext } from '../schema/context.ts'
import { answerError, setSecurityHeaders } from './answer.ts'
import { authenticate } from './authenticate.ts'

interface GraphqlEndpointOptions {
  yoga: Yoga
  access: Access
  contextOf(credential: Credential, signal: AbortSignal): ApiContext
}

export interface GraphqlEndpoint {
  handle(request: IncomingMessage, response: ServerResponse, port: number): Promise<void>
  /** Ends every stream; without its `complete`, as none of them is. */
  endStreams(): void
}

/** GraphQL over HTTP POST; subscriptions over server-sent events. */
export function createGraphqlEndpoint({ yoga, access, contextOf }: GraphqlEndpointOptions): GraphqlEndpoint {
  const open = new Set<ServerResponse>()
  return {
    async handle(request, response, port) {
      if (request.method !== 'POST') {
        response.setHeader('allow', 'POST')
        return answerError(response, 405, 'BAD_USER_INPUT', 'GraphQL is answered for POST.')
      }
      const who = await authenticate(access, request, port)
      if (who.kind === 'unknown') {
        response.setHeader('www-authenticate', 'Bearer')
        return answerError(response, 401, 'UNAUTHENTICATED', who.message)
      }
      if (who.kind === 'foreign')
        return answerError(response, 403, 'FORBIDDEN', `A cookie counts for our own pages, or with ${CLIENT_HEADER}.`)
      const { credential } = who
      const gone = new AbortController()
      const release = access.live.hold(credential, () => endStream(response))
      response.once('close', () => {
        release()
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

function endStream(response: ServerResponse): void {
  const isStream = String(response.getHeader('content-type')).startsWith('text/event-stream')
  // What is still on its way to the reader is cut with it: the reader goes on from its cursor.
  if (isStream) response.destroy()
}
