import type { IncomingMessage } from 'node:http'

/** A header that no form can send and no foreign page may: CORS is never granted here. */
export const CLIENT_HEADER = 'x-coppice-client'

/**
 * A cookie counts only for a request that our own page made, or a client that is no browser and says so: `SameSite` alone takes
 * every port of localhost for one site.
 */
export function isSameOrigin({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  if (headers[CLIENT_HEADER] !== undefined) return true
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const { origin, host } = headers
  return origin !== undefined && host !== undefined && URL.canParse(origin) && new URL(origin).host === host
}
