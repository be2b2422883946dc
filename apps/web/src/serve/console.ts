import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** The console, as an HTTP server uses it. */
export interface Console {
  /** Call it once, before the first request. @throws when the console is not built. */
  prepare(): Promise<void>
  /** Responds to a request for a page or a file. For an unknown address, it sends the page "not found". */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** Handles the WebSocket of hot reloading. It is absent except in development. */
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>
  close(): Promise<void>
}
