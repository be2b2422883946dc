import type { Clock } from '@coppice/engine'
import { hashOf, newSecret } from './secrets.ts'

export const CODE_LIFE_MS = 5 * 60 * 1000
/** R4: the most unused codes. Beyond that, the oldest is forgotten. */
const MOST_CODES = 100

export interface SignInCode {
  code: string
  /** Milliseconds since 1970. */
  expiresAt: number
}

export interface SignInCodes {
  /** Creates a code that opens one console session. The session belongs to this token, or to this machine for null. */
  issue(tokenId: string | null): SignInCode
  /** Uses a code. @returns null when it is unknown, was used, or has expired. */
  take(code: string): { tokenId: string | null } | null
}

/** Codes for sign-in links. They exist only in memory, because a code is valid only for the server that created it. */
export function createSignInCodes(clock: Clock): SignInCodes {
  /** By hash, so that the time of a lookup reveals nothing about a code. */
  const codes = new Map<string, { tokenId: string | null; expiresAt: number }>()
  return {
    issue(tokenId) {
      const [code, expiresAt] = [newSecret(), clock.now() + CODE_LIFE_MS]
      codes.set(hashOf(code), { tokenId, expiresAt })
      const [oldest] = codes.keys()
      if (codes.size > MOST_CODES && oldest !== undefined) codes.delete(oldest)
      return { code, expiresAt }
    },
    take(code) {
      const hash = hashOf(code)
      const found = codes.get(hash)
      codes.delete(hash)
      return found !== undefined && found.expiresAt > clock.now() ? found : null
    },
  }
}
