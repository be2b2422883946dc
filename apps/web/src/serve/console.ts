import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** The pages of the console, for the owner of the HTTP server. */
export interface Console {
  /** Call it once, before the first request. @throws when the console is not built. */
  prepare(): Promise<void>
  /** Responds to every request that no other part of the server handles. Sends a page that says so when the address does not exist. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** Only in development, where hot reloading has a socket of its own. */
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>
  close(): Promise<void>
}
