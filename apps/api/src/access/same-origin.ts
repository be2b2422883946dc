import type { IncomingMessage } from 'node:http'

/**
 * The header of a client that is not a browser. No page of another origin can send it. A form cannot set headers. For a script, a browser
 * sends the header only if the server allows it by CORS, and this server never allows it.
 */
export const CLIENT_HEADER = 'x-coppice-client'

/**
 * Whether a request may use the cookie of the console: it comes from a page of this server, or it has the header of a client that is not a
 * browser. The attribute `SameSite` alone is not enough, because it treats all ports of localhost as one site.
 */
export function isSameOrigin({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  if (headers[CLIENT_HEADER] !== undefined) return true
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const { origin, host } = headers
  return origin !== undefined && host !== undefined && URL.canParse(origin) && new URL(origin).host === host
}
