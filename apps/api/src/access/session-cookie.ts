import type { IncomingMessage } from 'node:http'
import { SESSION_LIFE_MS } from './console-sessions.ts'

/** The name contains the port, because browsers store cookies by host only. So two servers on one machine have different cookies. */
const nameOf = (port: number): string => `coppice_session_${port}`

/** Reads the secret of the console session from the cookies of a request. @returns null when the request has no such cookie. */
export function sessionSecretOf({ headers }: Pick<IncomingMessage, 'headers'>, port: number): string | null {
  const start = `${nameOf(port)}=`
  const cookie = (headers.cookie ?? '').split(';').find((part) => part.trimStart().startsWith(start))
  return cookie === undefined ? null : cookie.trim().slice(start.length)
}

const ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Strict'

export const sessionCookie = (port: number, secret: string): string =>
  `${nameOf(port)}=${secret}; ${ATTRIBUTES}; Max-Age=${SESSION_LIFE_MS / 1000}`

export const noSessionCookie = (port: number): string => `${nameOf(port)}=; ${ATTRIBUTES}; Max-Age=0`
