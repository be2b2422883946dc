import type { ProviderLimit } from '../../domain/provider.ts'
import { resetTime } from '../limits/reset-time.ts'

/** The line by which a command reports that a limit of its provider is reached, and until when. */
const LIMIT_LINE = /^COPPICE: provider limit(?: (until|for) (.+))?$/

/**
 * Parses the line by which a command reports a limit of its provider: `COPPICE: provider limit`,
 * `COPPICE: provider limit until 2026-11-24T20:00:00Z` or `COPPICE: provider limit for 90 minutes`.
 *
 * @param at when the line was printed, in ms
 * @returns null for any other line
 */
export function announcedLimit(line: string, at: number): ProviderLimit | null {
  const found = line.startsWith('COPPICE: ') ? LIMIT_LINE.exec(line.trimEnd()) : null
  if (found === null) return null
  const [, preposition, time] = found
  const reason = 'the command reported a limit'
  if (!preposition) return { reason, until: null }
  return { reason, until: resetTime(preposition === 'until' ? `until ${time}` : `wait for ${time}`, at) }
}

/** Returns the last limit that a command reports in these lines, or null when there is none. `at` is in ms. */
export function lastAnnounced(tail: string, at: number): ProviderLimit | null {
  const limits = tail.split('\n').map((line) => announcedLimit(line, at))
  return limits.findLast((limit) => limit !== null) ?? null
}
