import type { IncomingMessage } from 'node:http'
import type { WebSocket } from 'ws'
import type { Credential } from '../access/credential.ts'
import type { Share } from '../shares/shares.ts'

/** The state of one socket. */
export interface SocketExtra {
  socket: WebSocket
  request: IncomingMessage
  port: number
  /** Who uses the socket. It is set when the connection is acknowledged. */
  credential?: Credential
  share?: Share
  release?: () => void
  disconnected: AbortController
}
