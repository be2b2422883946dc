import type { IncomingMessage } from 'node:http'
import { SESSION_LIFE_MS } from './console-sessions.ts'

/** Browsers store cookies by host, not by port. The name distinguishes two servers on one machine. */
const nameOf = (port: number): string => `coppice_session_${port}`

/** The session secret of a request. @returns null when there is none. */
export function sessionSecretOf({ headers }: Pick<IncomingMessage, 'headers'>, port: number): string | null {
  const start = `${nameOf(port)}=`
  const cookie = (headers.cookie ?? '').split(';').find((part) => part.trimStart().startsWith(start))
  return cookie === undefined ? null : cookie.trim().slice(start.length)
}

const ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Strict'

export const sessionCookie = (port: number, secret: string): string =>
  `${nameOf(port)}=${secret}; ${ATTRIBUTES}; Max-Age=${SESSION_LIFE_MS / 1000}`

export const noSessionCookie = (port: number): string => `${nameOf(port)}=; ${ATTRIBUTES}; Max-Age=0`
