import { type Client, type ClientOptions, createClient } from 'graphql-ws'
import WebSocket from 'ws'
import type { ServerAddress } from './graphql-client.ts'

/**
 * Creates a graphql-ws client that never reconnects. A reconnection of graphql-ws would repeat the subscription with its first number. If
 * the token is empty, the client sends none.
 */
export const socketClient = ({ url, token }: ServerAddress, options: Partial<ClientOptions> = {}): Client =>
  createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: token ? { authorization: `Bearer ${token}` } : {},
    ...options,
  })
