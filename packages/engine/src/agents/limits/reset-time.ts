import { instantOf, wallTime } from './wall-clock.ts'

/**
 * Returns the time, in ms, at which a limit ends according to a line that was printed at `at`. The machine's time zone may affect the
 * result.
 * @returns null when the line names no time
 */
export function resetTime(line: string, at: number): number | null {
  for (const read of READERS) {
    const time = read(line, at)
    if (time !== null && Number.isFinite(time)) return Math.round(time)
  }
  return null
}

type Reader = (line: string, at: number) => number | null

const LEAD = `(?:resets?|reset at|until|retry|try again|wait)(?: (?:at|in|after|for|until))?[ :]+`
const UNIT_MS: Record<string, number> = { ms: 1, s: 1e3, m: 6e4, h: 3.6e6, d: 8.64e7 }
const AMOUNT = String.raw`(\d+(?:\.\d+)?) ?(ms|d(?:ays?)?|h(?:(?:ou)?rs?)?|m(?:in(?:ute)?s?)?|s(?:ec(?:ond)?s?)?)(?![a-z])`
const CLOCK = String.raw`(\d{1,2})(?::(\d{2}))? ?([ap]m)\b(?: \(([A-Za-z_]+(?:\/[\w+-]+)*)\))?`
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const DAY = String.raw`(${MONTHS.join('|')})[a-z]* (\d{1,2})(?:st|nd|rd|th)?(?:, (\d{4}))?(?:,| at)? `

/** The most exact readers come first. Each returns null when the line names no time in its form. */
const READERS: readonly Reader[] = [readEpoch, readSeconds, readIsoDate, readHttpDate, readSpan, readDay, readClock]

/** Reads a Unix time, as in `Claude AI usage limit reached|1749924000` or `"resets_at": 1777936568`. */
function readEpoch(line: string): number | null {
  const found = line.match(/(?:limit reached\||resets?_?at["']?[ :=]+)(\d{10}|\d{13})\b/i)?.[1]
  return found ? Number(found) * (found.length === 10 ? 1_000 : 1) : null
}

/** Reads a number of seconds from now, as in `retry-after: 30`, `"resets_in_seconds": 13872` or `"retryDelay": "34s"`. */
function readSeconds(line: string, at: number): number | null {
  const name = `(?:retry-after|(?:resets?|retry)_(?:in|after)(?:_seconds)?|retryDelay)`
  const found = line.match(new RegExp(String.raw`${name}["']?[ :=]+["']?(\d+(?:\.\d+)?)(?!\d|ms|[\/:-])`, 'i'))?.[1]
  return found ? at + Number(found) * 1_000 : null
}

/** Reads an ISO date, as in `anthropic-ratelimit-requests-reset: 2026-11-24T20:00:00Z` or `resets at 2026-11-24 20:00:00+01:00`. */
function readIsoDate(line: string): number | null {
  const date = String.raw`(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)`
  const found = line.match(new RegExp(`(?:reset|until|after|again|retry)[^0-9]{0,30}${date}`, 'i'))?.[1]
  return found ? Date.parse(found) : null
}

/** Reads a date in the format of HTTP, as in `retry-after: Tue, 24 Nov 2026 20:00:00 GMT`. */
function readHttpDate(line: string): number | null {
  const found = line.match(/retry-after["']?[ :=]+["']?([A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} [\d:]{8} GMT)/i)?.[1]
  return found ? Date.parse(found) : null
}

/** Reads a duration from now, as in `try again in 2 days 17 hours 14 minutes`, `Please retry in 45.28s.` or `resets in 6m0s`. */
function readSpan(line: string, at: number): number | null {
  const found = line.match(new RegExp(`${LEAD}((?:${AMOUNT}[ ,]*)+)`, 'i'))?.[1]
  if (!found) return null
  let span = 0
  for (const [, amount, unit = ''] of found.matchAll(new RegExp(AMOUNT, 'gi')))
    span += Number(amount) * (UNIT_MS[unit.toLowerCase()] ?? UNIT_MS[unit[0]?.toLowerCase() ?? ''] ?? 0)
  return at + span
}

/** Reads a day and a time, as in `try again at Jul 5th, 2026 8:19 PM`. Without a year, as in `resets Oct 8, 5am (America/Bogota)`, it is the next such day. */
function readDay(line: string, at: number): number | null {
  const found = line.match(new RegExp(LEAD + DAY + CLOCK, 'i'))
  if (!found) return null
  const [, monthName = '', day, year, hour, minute, half = '', zone] = found
  const now = wallTime(at, zone)
  const month = MONTHS.indexOf(monthName.toLowerCase()) + 1
  const wall = { month, day: Number(day), hour: on24(Number(hour), half), minute: Number(minute ?? 0) }
  if (year) return instantOf({ ...wall, year: Number(year) }, zone)
  const time = instantOf({ ...wall, year: now.year }, zone)
  return time > at ? time : instantOf({ ...wall, year: now.year + 1 }, zone)
}

/** Reads a time without a day, as in `resets 10:30pm` or `Your limit will reset at 1pm (Etc/GMT+5)`, as the next such time after `at`. */
function readClock(line: string, at: number): number | null {
  const found = line.match(new RegExp(LEAD + CLOCK, 'i'))
  if (!found) return null
  const [, hour, minute, half = '', zone] = found
  const wall = { ...wallTime(at, zone), hour: on24(Number(hour), half), minute: Number(minute ?? 0) }
  const time = instantOf(wall, zone)
  return time > at ? time : instantOf({ ...wall, day: wall.day + 1 }, zone)
}

const on24 = (hour: number, half: string): number => (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
