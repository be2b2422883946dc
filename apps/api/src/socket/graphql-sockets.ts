import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '@coppice/engine'
import { CloseCode, handleProtocols, makeServer } from 'graphql-ws'
import type { Logger } from 'pino'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Access } from '../access/access.ts'
import type { Credential } from '../access/credential.ts'
import { LIMITS } from '../graphql/limits.ts'
import type { Yoga } from '../graphql/yoga.ts'
import type { ApiContext } from '../schema/context.ts'
import { cutOffUnread } from '../shares/cut-off-unread.ts'
import type { Shares } from '../shares/shares.ts'
import { keepAlive } from './keep-alive.ts'
import { type PreparedOperation, prepareOperation } from './prepare-operation.ts'
import { credentialOf } from './socket-credential.ts'
import type { SocketExtra } from './socket-extra.ts'

export interface GraphqlSockets {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Closes every socket with 1001. A client that does not respond within `graceMs` is disconnected. */
  close(graceMs: number): Promise<void>
}

interface GraphqlSocketsOptions {
  yoga: Yoga
  access: Access
  shares: Shares
  clock: Clock
  contextOf(credential: Credential, signal: AbortSignal): ApiContext
  log: Logger
}

/** Creates the endpoint for GraphQL over WebSocket (graphql-transport-ws): queries, mutations and subscriptions. */
export function createGraphqlSockets({
  yoga,
  access,
  shares,
  clock,
  contextOf,
  log,
}: GraphqlSocketsOptions): GraphqlSockets {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LIMITS.socketMessageBytes, handleProtocols })
  const graphql = makeServer<Record<string, unknown>, SocketExtra>({
    async onConnect({ connectionParams, extra }) {
      const credential = await credentialOf(access, extra, connectionParams)
      if (credential === null) return false
      const share = shares.of(credential)
      const closeInShare = share.open('sockets')
      if (closeInShare === null) {
        shut(extra, TOO_MANY_SOCKETS.code, TOO_MANY_SOCKETS.reason)
        return false
      }
      Object.assign(extra, { credential, share })
      const { socket } = extra
      const stops = [
        closeInShare,
        access.live.hold(credential, () => shut(extra, CloseCode.Forbidden, 'Forbidden')),
        cutOffUnread(
          share,
          {
            unreadBytes: () => socket.bufferedAmount,
            takenBytes: () => extra.request.socket.bytesWritten - extra.request.socket.writableLength,
            cutOff(reason) {
              log.info(
                { credential: credential.kind, who: credential.viewer.name, reason },
                'disconnected a socket whose client did not read',
              )
              shut(extra, UNREAD_CLOSE, reason)
            },
          },
          clock,
        ),
      ]
      extra.release = () => {
        for (const stop of stops) stop()
      }
      if (extra.disconnected.signal.aborted) extra.release()
      return true
    },
    onSubscribe: ({ subscriptions, extra }, _id, payload) =>
      prepareOperation({ yoga, log, access, contextOf }, extra, Object.keys(subscriptions).length, payload),
    execute: (args) => (args as PreparedOperation).rootValue.execute(args),
    subscribe: (args) => (args as PreparedOperation).rootValue.subscribe(args),
  })

  function opened(socket: WebSocket, request: IncomingMessage): void {
    const disconnected = new AbortController()
    const extra: SocketExtra = { socket, request, port: request.socket.localPort ?? 0, disconnected }
    socket.on('error', (error) => log.info({ err: error }, 'a socket failed'))
    const stopPinging = keepAlive(socket, () => shut(extra, UNREAD_CLOSE, 'The client did not respond to a ping.'))
    const closed = graphql.opened(
      {
        protocol: socket.protocol,
        // The promise resolves when the operating system has accepted the message, and only then the operation produces its next message.
        // So an operation has at most one message in memory (R4).
        send: (data) => send(extra, data),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (call) =>
          socket.on('message', (data) => {
            call(String(data)).catch((error: unknown) => {
              log.error({ err: error }, 'a message of a socket could not be handled')
              socket.close(CloseCode.InternalServerError, 'Internal server error')
            })
          }),
      },
      extra,
    )
    socket.once('close', (code, reason) => {
      stopPinging()
      extra.release?.()
      disconnected.abort()
      closed(code, String(reason)).catch((error: unknown) =>
        log.error({ err: error }, 'the end of a socket could not be handled'),
      )
    })
  }

  return {
    upgrade: (request, socket, head) => sockets.handleUpgrade(request, socket, head, opened),
    async close(graceMs) {
      const closing = [...sockets.clients].map((client) => new Promise((resolve) => client.once('close', resolve)))
      for (const client of sockets.clients) client.close(1001, 'Going away')
      const cutOff = setTimeout(() => {
        for (const client of sockets.clients) client.terminate()
      }, graceMs)
      await Promise.all(closing)
      clearTimeout(cutOff)
    },
  }
}

/** The close code for a client that reads nothing. */
const UNREAD_CLOSE = 4408
const TOO_MANY_SOCKETS = {
  code: CloseCode.TooManyInitialisationRequests,
  reason: `A token has at most ${LIMITS.socketsPerCredential} sockets at once. Close one, or use another token.`,
}

/** Closes a socket and ends its streams at once, without `complete` (A1). If the client does not respond, a second call disconnects it. */
function shut({ socket, disconnected }: SocketExtra, code: number, reason: string): void {
  if (socket.readyState === socket.CLOSING) socket.terminate()
  else socket.close(code, reason)
  disconnected.abort()
}

function send({ socket, share }: SocketExtra, data: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (socket.readyState !== socket.OPEN) return resolve()
    socket.send(data, (error) => (error ? reject(error) : resolve()))
    if (socket.bufferedAmount > 0) share?.boundUnread()
  })
}
