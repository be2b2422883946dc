import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import { isTrustedHost } from '../access/trusted-host.ts'
import { GRAPHQL_PATH } from '../graphql/yoga.ts'
import { answerError, answerText } from './answer.ts'
import type { createAuthEndpoint } from './auth-endpoint.ts'
import type { GraphqlEndpoint } from './graphql-endpoint.ts'
import type { Readiness } from './readiness.ts'
import type { WebPages } from './web-pages.ts'

interface RequestHandlerOptions {
  host: string
  readiness: Readiness
  graphql: GraphqlEndpoint
  auth: ReturnType<typeof createAuthEndpoint>
  web: WebPages | undefined
  log: Logger
}

/** Assigns each request on the port to the part of the server that handles it. */
export function createRequestHandler({ host, readiness, graphql, auth, web, log }: RequestHandlerOptions) {
  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isTrustedHost(host, request.headers.host)) return answerText(response, 421, UNKNOWN_HOST)
    const path = pathOf(request)
    const port = request.socket.localPort ?? 0
    if (path === '/ready') return answerText(response, readiness.isReady() ? 200 : 503, readiness.word())
    const isApi = path === GRAPHQL_PATH || path.startsWith('/auth/')
    if (isApi && !readiness.isReady())
      return answerError(response, 503, 'INTERNAL_SERVER_ERROR', `The server is ${readiness.word()}.`)
    if (path === GRAPHQL_PATH) return graphql.handle(request, response, port)
    if (isApi) return auth(request, response, path, port)
    return web ? web.handle(request, response) : answerText(response, 404, 'Nothing exists at this address.')
  }

  return (request: IncomingMessage, response: ServerResponse): void => {
    const start = performance.now()
    response.once('close', () => {
      const durationMs = Math.round(performance.now() - start)
      log.debug({ method: request.method, path: pathOf(request), status: response.statusCode, durationMs }, 'answered')
    })
    route(request, response).catch((error: unknown) => {
      log.error({ path: pathOf(request), err: error }, 'a request failed')
      if (response.headersSent) response.destroy()
      else answerText(response, 500, 'Something went wrong. The server’s log has the details.')
    })
  }
}

const UNKNOWN_HOST = 'This server responds only to localhost. To serve it under another name, set HOST.'

/** The path without the query. The query may be private and is never logged. */
export const pathOf = ({ url = '/' }: IncomingMessage): string => url.split(/[?#]/, 1)[0] ?? '/'
