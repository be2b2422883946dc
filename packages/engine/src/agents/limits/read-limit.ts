import type { ProviderLimit } from '../../domain/provider.ts'
import { saysLimit } from './limit-signs.ts'
import { resetTime } from './reset-time.ts'

/** Only the last lines count. A limit from which the agent recovered by itself lies further back. */
const LAST_LINES = 40
/** Lines longer than this are data, not messages. */
const LONGEST_LINE = 8_000
const LONGEST_REASON = 300
/** A reset later than this was misread. */
const LONGEST_HOLD_MS = 32 * 24 * 3_600_000

/**
 * Reads a limit of its provider from the end of an agent's output. The time may be in another line than the message, such as a header
 * or the rest of a JSON response. Among several, the last message and the latest time count.
 * @returns null when the output tells of no limit
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
