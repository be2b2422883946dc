import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** The part of the console that the server needs: it handles every request that no other part handles. */
export interface WebPages {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>
}
