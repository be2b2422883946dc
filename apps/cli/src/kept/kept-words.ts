import type { KeptWork } from './kept-of.ts'

const UNITS = ['B', 'KiB', 'MiB', 'GiB'] as const

/** Formats a number of bytes, for example `1.4 MiB`. */
export function size(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`
}

const DAY_MS = 86_400_000

/** Formats an age, for example `3 d`. */
export function age(ms: number): string {
  if (ms >= DAY_MS) return `${Math.floor(ms / DAY_MS)} d`
  return ms >= 3_600_000 ? `${Math.floor(ms / 3_600_000)} h` : `${Math.max(0, Math.floor(ms / 60_000))} min`
}

/** Formats one line of the list, and the reason below it. */
export function keptLine(
  { ref, runNumber, taskKey, attempt, reason, size: { bytes, committedAt } }: KeptWork,
  now: number,
): string {
  const what = [taskKey ?? 'merged work', attempt === null ? null : `attempt ${attempt}`].filter((one) => one !== null)
  const facts = [`run ${runNumber}`, ...what, size(bytes), age(now - Date.parse(committedAt))].join('  ')
  return `${ref}\n  ${facts}  ${reason}`
}
