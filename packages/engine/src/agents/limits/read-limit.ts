import type { ProviderLimit } from '../../domain/provider.ts'
import { saysLimit } from './limit-signs.ts'
import { resetTime } from './reset-time.ts'

/** What an agent says at its end counts; a limit that it came over by itself lies further back. */
const LAST_LINES = 40
/** Lines longer than this are data, not messages. */
const LONGEST_LINE = 8_000
const LONGEST_REASON = 300
/** A reset further away than this was misread. */
const LONGEST_HOLD_MS = 32 * 24 * 3_600_000

/**
 * What the end of an agent's output says of a limit of its provider; null where it says nothing of one. Its time may stand in
 * another line than its words: a header, or the rest of a JSON answer. Where several are named, the last word counts, and the latest time.
 */
export function readLimit(tail: string, endedAt: number): ProviderLimit | null {
  const lines = tail
    .split('\n')
    .slice(-LAST_LINES)
    .filter((line) => line.length <= LONGEST_LINE)
  const reason = lines.findLast(saysLimit)?.trim().slice(0, LONGEST_REASON)
  if (reason === undefined) return null
  const times = lines
    .map((line) => resetTime(line, endedAt))
    .filter((time) => time !== null && time > endedAt && time < endedAt + LONGEST_HOLD_MS)
  return { reason, until: times.length > 0 ? Math.max(...(times as number[])) : null }
}
