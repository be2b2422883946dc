/**
 * Reads the words with which the provider refuses a request because the account has used its limit of money: "You have reached your
 * specified API usage limits. You will regain access on 2026-04-01 at 00:00 UTC." The status is 400, and no header has the date.
 *
 * @returns null when the words are about something else. `until` is in ms since 1970, or null when the words have no date
 */
export function spendLimitEnd(words: string): { until: number | null } | null {
  if (!/reached .{0,40}\bAPI usage limits?\b/i.test(words)) return null
  const [, day, time] = /regain access on (\d{4}-\d\d-\d\d)(?: at (\d\d:\d\d))?/i.exec(words) ?? []
  const until = Date.parse(`${day}T${time ?? '00:00'}Z`)
  return { until: Number.isNaN(until) ? null : until }
}
