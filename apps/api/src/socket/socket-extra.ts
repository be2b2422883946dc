import type { IncomingMessage } from 'node:http'
import type { WebSocket } from 'ws'
import type { Credential } from '../access/credential.ts'

/** What belongs to one socket. */
export interface SocketExtra {
  socket: WebSocket
  request: IncomingMessage
  port: number
  /** Set once the connection is acknowledged. */
  credential?: Credential
  release?: () => void
  gone: AbortController
}
