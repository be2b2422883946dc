import { type Client, createClient } from 'graphql-ws'
import { GRAPHQL_PATH } from './console-client.ts'

/** How many ms the socket stays open after its last stream has closed, so that the next page can use it. */
const LINGER_MS = 3000
const PING_MS = 5000
/** If the server does not respond to a ping for this many ms, the socket is closed. */
const PONG_MS = 8000

/**
 * Creates the socket for all streams of a page. Its credential is the session cookie. Automatic reconnection is off: it would open each
 * stream with the `after` of the first request again, so the page would get all later events twice (R2: each event once).
 */
export function createConsoleSocket(): Client {
  let late: ReturnType<typeof setTimeout> | undefined
  const client = createClient({
    url: () => new URL(GRAPHQL_PATH, window.location.href.replace(/^http/, 'ws')).href,
    retryAttempts: 0,
    lazyCloseTimeout: LINGER_MS,
    keepAlive: PING_MS,
    connectionAckWaitTimeout: PONG_MS,
    on: {
      ping: (received) => {
        if (!received) late = setTimeout(() => client.terminate(), PONG_MS)
      },
      pong: () => clearTimeout(late),
      closed: () => clearTimeout(late),
    },
  })
  return client
}
