import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'

const HOUR_MS = 3_600_000
const UNITS_MS: Readonly<Record<string, number>> = { h: HOUR_MS, d: 24 * HOUR_MS }
const DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/

/**
 * Reads when a token expires: `30d`, `12h` or a date. A date without a time means the start of the day in UTC.
 * @returns the time in ISO-8601
 * @throws CommandError for any other text, and for a time in the past
 */
export function expiryOf(text: string, now: number): string {
  const [, count, unit = ''] = /^(\d{1,5})([hd])$/.exec(text) ?? []
  const time = count === undefined ? dateOf(text) : now + Number(count) * (UNITS_MS[unit] ?? 0)
  if (Number.isNaN(time))
    throw new CommandError(
      EXIT.usage,
      `--expires is '${text}': expected days (30d), hours (12h), or a date (2027-01-31, 2027-01-31T18:00Z).`,
    )
  if (time <= now)
    throw new CommandError(EXIT.usage, `--expires is '${text}': this time is in the past. Give a later time.`)
  return new Date(time).toISOString()
}

const dateOf = (text: string): number => (DATE.test(text) ? Date.parse(text) : Number.NaN)
