export const NOT_KNOWN = 'unknown'

const two = (value: number): string => String(value).padStart(2, '0')

/** Formats a duration, for example `0:07`, `4:12` or `1:02:09`. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`
}

/** Formats how long ago something was, for example `14 s ago` or `3 h ago`. */
export function ago(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < 60) return `${seconds} s ago`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h ago`
  return `${Math.floor(seconds / 86_400)} d ago`
}

const thousands = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
export const count = (value: number): string => thousands.format(value)

const money = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' })
const smallMoney = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD', minimumFractionDigits: 4 })

/** Formats an amount, for example `$1.84`. Small amounts have four decimals, so that they do not become `$0.00`. */
export function dollars(usd: number | null): string {
  if (usd === null) return NOT_KNOWN
  return (usd !== 0 && Math.abs(usd) < 0.1 ? smallMoney : money).format(usd)
}

const hourMinute = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
/** Formats a time, for example `14:13`, in the time zone of the browser. */
export const timeOfDay = (at: number): string => hourMinute.format(at)

const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' })
/** Formats a future time, for example `14:13`, or `Thu 26 Nov, 14:13` on another day. */
export const timeToCome = (at: number, now: number): string =>
  day.format(at) === day.format(now) ? timeOfDay(at) : `${day.format(at)}, ${timeOfDay(at)}`

export const shortCommit = (commit: string): string => commit.slice(0, 7)

/** Shortens `refs/heads/coppice/run-12` to `coppice/run-12`. */
export const shortRef = (ref: string): string => ref.replace(/^refs\/heads\//, '')

export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`

const ORDINALS = ['1st', '2nd', '3rd']
export const ordinal = (n: number): string => ORDINALS[n - 1] ?? `${n}th`
