/** The date and time that a wall clock shows. `month` counts from 1. */
export interface WallTime {
  year: number
  month: number
  day: number
  hour: number
  minute: number
}

/**
 * Returns what a clock in this time zone shows at the time `at` (in ms). If the zone is undefined or unknown, the machine's zone is used.
 */
export function wallTime(at: number, zone: string | undefined): WallTime {
  const parts = formatOf(zone).formatToParts(at)
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === type)?.value)
  return { year: part('year'), month: part('month'), day: part('day'), hour: part('hour'), minute: part('minute') }
}

/**
 * Returns the time, in ms, at which a clock in this zone shows this date and time. If the clock skips it at the start of summer time, the
 * result is one hour earlier or later.
 */
export function instantOf(wall: WallTime, zone: string | undefined): number {
  const wanted = asUtc(wall)
  const offset = (at: number) => asUtc(wallTime(at, zone)) - at
  const near = wanted - offset(wanted)
  return wanted - offset(near)
}

const asUtc = ({ year, month, day, hour, minute }: WallTime): number => Date.UTC(year, month - 1, day, hour, minute)

function formatOf(timeZone: string | undefined): Intl.DateTimeFormat {
  const numeric = 'numeric' as const
  const fields = {
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    hourCycle: 'h23',
  } as const
  try {
    return new Intl.DateTimeFormat('en-US', { ...fields, timeZone })
  } catch {
    return new Intl.DateTimeFormat('en-US', fields)
  }
}
