import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** The console, as the server uses it. It gets every request whose path does not belong to the API. */
export interface WebPages {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>
}
