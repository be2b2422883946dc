const TIME = { hour: '2-digit', minute: '2-digit' } as const
const WEEK_DAYS = 6

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0)

/**
 * Formats a past time in the time zone of the browser: `13:51` today, `Yesterday, 17:20`, `Mon, 11:46` within a week, and `3 Nov, 14:02` before.
 */
export function when(at: number, now: number): string {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000)
  const time = new Intl.DateTimeFormat('en-GB', TIME).format(at)
  if (days <= 0) return time
  if (days === 1) return `Yesterday, ${time}`
  if (days <= WEEK_DAYS) return `${new Intl.DateTimeFormat('en-GB', { weekday: 'short' }).format(at)}, ${time}`
  const year = new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : ({ year: 'numeric' } as const)
  return `${new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', ...year }).format(at)}, ${time}`
}
