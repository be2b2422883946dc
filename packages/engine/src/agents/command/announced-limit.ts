import type { ProviderLimit } from '../../domain/provider.ts'
import { resetTime } from '../limits/reset-time.ts'

/** A whole line by which a command says that a limit of its provider was reached, and when it ends if that is known. */
const LIMIT_LINE = /^COPPICE: provider limit(?: (until|for) (.+))?$/

/**
 * Reads `COPPICE: provider limit`, `COPPICE: provider limit until 2026-11-24T20:00:00Z` or `COPPICE: provider limit for 90 minutes`.
 *
 * @returns null when the line is another one
 */
export function announcedLimit(line: string, at: number): ProviderLimit | null {
  const found = line.startsWith('COPPICE: ') ? LIMIT_LINE.exec(line.trimEnd()) : null
  if (found === null) return null
  const [, preposition, time] = found
  const reason = 'the command says so'
  if (!preposition) return { reason, until: null }
  return { reason, until: resetTime(preposition === 'until' ? `until ${time}` : `wait for ${time}`, at) }
}

/** Reads several lines. The last limit counts. */
export function lastAnnounced(tail: string, at: number): ProviderLimit | null {
  const limits = tail.split('\n').map((line) => announcedLimit(line, at))
  return limits.findLast((limit) => limit !== null) ?? null
}
