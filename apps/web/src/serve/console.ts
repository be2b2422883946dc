import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** The pages of the console, for whoever owns the HTTP server. */
export interface Console {
  /** Call once, before the first request. Throws where the console is not built. */
  prepare(): Promise<void>
  /** Answers every request that is nobody else's; what it does not have, with a page that says so. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** Only while developing: hot reloading has a socket of its own. */
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>
  close(): Promise<void>
}
