/**
 * Reads how long the provider asks a client to wait: `retry-after-ms`, or `retry-after` in seconds or as a date.
 *
 * @param now in ms since 1970
 * @returns a time in ms, or null when the headers name none
 */
export function retryAfterMs(headers: Headers | undefined, now: number): number | null {
  const ms = numberOf(headers?.get('retry-after-ms'))
  if (ms !== null) return ms
  const after = headers?.get('retry-after')
  const seconds = numberOf(after)
  if (seconds !== null) return seconds * 1_000
  const date = Date.parse(after ?? '')
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}

function numberOf(text: string | null | undefined): number | null {
  const value = text?.trim() ? Number(text) : Number.NaN
  return Number.isFinite(value) && value >= 0 ? value : null
}
