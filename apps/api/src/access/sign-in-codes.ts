import type { Clock } from '@coppice/engine'
import { hashOf, newSecret } from './secrets.ts'

export const CODE_LIFE_MS = 5 * 60 * 1000
/** At most this number of unused codes is in memory (R4). The oldest code is dropped first. */
const MOST_CODES = 100

export interface SignInCode {
  code: string
  /** In ms since the epoch. */
  expiresAt: number
}

export interface SignInCodes {
  /** Creates a code that opens one console session. @param tokenId the token that owns the session; null for the token of this machine */
  issue(tokenId: string | null): SignInCode
  /** Uses up a code. @returns the token that owns the session; null when the code is unknown, was used or has expired. */
  take(code: string): { tokenId: string | null } | null
}

/** Creates the store of codes for sign-in links. Codes are kept only in memory, so a restart invalidates them. */
export function createSignInCodes(clock: Clock): SignInCodes {
  /** The codes by their hash, so that the time of a lookup reveals nothing about a code. */
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
