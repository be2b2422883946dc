import type { IncomingMessage } from 'node:http'
import type { WebSocket } from 'ws'
import type { Viewer } from '../schema/context.ts'

/** What belongs to one socket. */
export interface SocketExtra {
  socket: WebSocket
  request: IncomingMessage
  port: number
  /** Set once the connection is acknowledged. */
  viewer?: Viewer
  release?: () => void
  gone: AbortController
}
