import type { ProviderLimit } from '../../domain/provider.ts'
import { resetTime } from '../limits/reset-time.ts'

/** A whole line by which a command says that a limit of its provider was reached, and until when where it knows that. */
const LIMIT_LINE = /^COPPICE: provider limit(?: (until|for) (.+))?$/

/**
 * `COPPICE: provider limit`, `COPPICE: provider limit until 2026-11-24T20:00:00Z` or `COPPICE: provider limit for 90 minutes`; the last
 * one counts. Null where there is none.
 */
export function announcedLimit(tail: string, endedAt: number): ProviderLimit | null {
  const found = tail
    .split('\n')
    .map((line) => LIMIT_LINE.exec(line.trimEnd()))
    .findLast((match) => match !== null)
  if (!found) return null
  const [, preposition, time] = found
  const reason = 'the command says so'
  if (!preposition) return { reason, until: null }
  return { reason, until: resetTime(preposition === 'until' ? `until ${time}` : `wait for ${time}`, endedAt) }
}
