import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import { isTrustedHost } from '../access/trusted-host.ts'
import { GRAPHQL_PATH } from '../graphql/yoga.ts'
import type { createAuthEndpoint } from './auth-endpoint.ts'
import type { GraphqlEndpoint } from './graphql-endpoint.ts'
import type { Readiness } from './readiness.ts'
import { respondError, respondText } from './respond.ts'
import { TRANSCRIPTS_PATH, type TranscriptEndpoint } from './transcript-endpoint.ts'
import type { WebPages } from './web-pages.ts'

interface RequestHandlerOptions {
  host: string
  readiness: Readiness
  graphql: GraphqlEndpoint
  auth: ReturnType<typeof createAuthEndpoint>
  transcripts: TranscriptEndpoint
  web: WebPages | undefined
  log: Logger
}

/** Creates the handler of all requests. The path of a request decides whether GraphQL, the sign-in endpoint, the download of transcripts or the console gets it. */
export function createRequestHandler({ host, readiness, graphql, auth, transcripts, web, log }: RequestHandlerOptions) {
  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isTrustedHost(host, request.headers.host)) return respondText(response, 421, UNKNOWN_HOST)
    const path = pathOf(request)
    const port = request.socket.localPort ?? 0
    if (path === '/ready') return respondText(response, readiness.isReady() ? 200 : 503, readiness.word())
    const isTranscript = path.startsWith(TRANSCRIPTS_PATH)
    const isApi = path === GRAPHQL_PATH || path.startsWith('/auth/') || isTranscript
    if (isApi && !readiness.isReady())
      return respondError(
        response,
        503,
        'INTERNAL_SERVER_ERROR',
        `The server is ${readiness.word()}. Try again in a moment.`,
      )
    if (path === GRAPHQL_PATH) return graphql.handle(request, response, port)
    if (isTranscript) return transcripts.handle(request, response, path, port)
    if (isApi) return auth(request, response, path, port)
    return web ? web.handle(request, response) : respondText(response, 404, 'Nothing exists at this address.')
  }

  return (request: IncomingMessage, response: ServerResponse): void => {
    const start = performance.now()
    response.once('close', () => {
      const durationMs = Math.round(performance.now() - start)
      log.debug({ method: request.method, path: pathOf(request), status: response.statusCode, durationMs }, 'responded')
    })
    route(request, response).catch((error: unknown) => {
      log.error({ path: pathOf(request), err: error }, 'an HTTP request failed')
      if (response.headersSent) response.destroy()
      else
        respondText(
          response,
          500,
          'The server failed to handle this request. Its log, logs/coppice.log in the data folder, has the details.',
        )
    })
  }
}

const UNKNOWN_HOST =
  'This server responds only to the name localhost. To use another name, start the server with HOST set to an address of this machine.'

/** @returns the path of a request without its query. The query may be private, so it is never logged. */
export const pathOf = ({ url = '/' }: IncomingMessage): string => url.split(/[?#]/, 1)[0] ?? '/'
