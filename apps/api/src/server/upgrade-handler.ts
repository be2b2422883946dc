import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Logger } from 'pino'
import { isTrustedHost } from '../access/trusted-host.ts'
import { GRAPHQL_PATH } from '../graphql/yoga.ts'
import type { GraphqlSockets } from '../socket/graphql-sockets.ts'
import type { Readiness } from './readiness.ts'
import { pathOf } from './request-handler.ts'
import type { WebPages } from './web-pages.ts'

interface UpgradeHandlerOptions {
  host: string
  readiness: Readiness
  sockets: GraphqlSockets
  web: WebPages | undefined
  log: Logger
}

/** Creates the handler of all WebSocket upgrades. The path of the request decides whether GraphQL or the console gets the socket. */
export function createUpgradeHandler({ host, readiness, sockets, web, log }: UpgradeHandlerOptions) {
  return (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const isOurs = pathOf(request) === GRAPHQL_PATH
    socket.on('error', (error) => log.debug({ err: error }, 'a socket failed before it opened'))
    if (!isTrustedHost(host, request.headers.host)) refuse(socket, '421 Misdirected Request')
    else if (isOurs && !readiness.isReady()) refuse(socket, '503 Service Unavailable')
    else if (isOurs) sockets.upgrade(request, socket, head)
    else if (!web?.upgrade) refuse(socket, '404 Not Found')
    else
      web.upgrade(request, socket, head).catch((error: unknown) => {
        log.error({ err: error }, 'the console did not accept a socket')
        socket.destroy()
      })
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
