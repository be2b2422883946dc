import { type Client, type ClientOptions, createClient } from 'graphql-ws'
import WebSocket from 'ws'
import type { ServerAddress } from './graphql-client.ts'

/**
 * A graphql-ws client that never reconnects itself, because its own reconnection starts from the old number. An empty token sends no token.
 */
export const socketClient = ({ url, token }: ServerAddress, options: Partial<ClientOptions> = {}): Client =>
  createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: token ? { authorization: `Bearer ${token}` } : {},
    ...options,
  })
