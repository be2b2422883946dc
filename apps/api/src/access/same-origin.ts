import type { IncomingMessage } from 'node:http'

/** A form cannot send this header. A page of another origin may not send it, because CORS is never granted. */
export const CLIENT_HEADER = 'x-coppice-client'

/**
 * A cookie is accepted only from our own pages, or from a client that is not a browser and sends the header. `SameSite` alone is not
 * enough, because it treats all ports of localhost as one site.
 */
export function isSameOrigin({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  if (headers[CLIENT_HEADER] !== undefined) return true
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const { origin, host } = headers
  return origin !== undefined && host !== undefined && URL.canParse(origin) && new URL(origin).host === host
}
