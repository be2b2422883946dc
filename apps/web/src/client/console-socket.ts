import { type Client, createClient } from 'graphql-ws'
import { GRAPHQL_PATH } from './console-client.ts'

/** How long the socket stays open for the next page after the last stream has closed. */
const LINGER_MS = 3000
const PING_MS = 5000
/** If the server does not respond for this long, the connection is cut, even if nobody has closed it. */
const PONG_MS = 8000

/**
 * One socket for all streams of a page. Its credential is the session cookie. It never reconnects automatically, because it would send the
 * sequence of the first request again and replay every event since then (R2).
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
