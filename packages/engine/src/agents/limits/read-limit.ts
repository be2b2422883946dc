import type { ProviderLimit } from '../../domain/provider.ts'
import { reportsLimit } from './limit-signs.ts'
import { resetTime } from './reset-time.ts'

/** Only this many last lines are searched. An agent that printed more lines after a limit has recovered from it. */
const LAST_LINES = 40
/** A line with more characters is not searched, because it is data and not a message. */
const LONGEST_LINE = 8_000
const LONGEST_REASON = 300
/** A time that is more than this after the end of the output cannot be the end of a limit, so it is ignored. */
const LONGEST_HOLD_MS = 32 * 24 * 3_600_000

/**
 * Searches the end of an agent's output for a limit of the agent's provider. The time may be in another line than the message, such as a
 * header or a line of a JSON response. If there are several, the last message and the latest time count.
 *
 * @param endedAt when the output ended, in ms
 * @returns null when the output contains no message about a limit
 */
export function readLimit(tail: string, endedAt: number): ProviderLimit | null {
  const lines = tail
    .split('\n')
    .slice(-LAST_LINES)
    .filter((line) => line.length <= LONGEST_LINE)
  const reason = lines.findLast(reportsLimit)?.trim().slice(0, LONGEST_REASON)
  if (reason === undefined) return null
  const times = lines
    .map((line) => resetTime(line, endedAt))
    .filter((time) => time !== null && time > endedAt && time < endedAt + LONGEST_HOLD_MS)
  return { reason, until: times.length > 0 ? Math.max(...(times as number[])) : null }
}
