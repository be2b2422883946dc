import { expect, it } from 'vitest'
import { readLimit } from './read-limit.ts'

const AT = Date.parse('2026-11-24T12:00:00Z')
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const until = (...lines: string[]) => {
  const limit = readLimit(lines.join('\n'), AT)
  return limit?.until == null ? limit && null : limit.until - AT
}

it.each<[string, number | null]>([
  ['Claude AI usage limit reached|1795528800', Date.parse('2026-11-24T14:00:00Z') - AT],
  ['Claude usage limit reached. Your limit will reset at 1pm (Etc/UTC).', HOUR],
  ['5-hour limit reached ∙ resets 8:30am (America/Bogota)', 1.5 * HOUR],
  ["You've hit your session limit · resets 3am (Europe/Berlin)", 14 * HOUR],
  ["You've hit your session limit, resets in 2h", 2 * HOUR],
  ["You've hit your limit · resets Nov 26, 12am (UTC)", 36 * HOUR],
  [
    "You've hit your usage limit. Upgrade to Pro (https://example.com) or try again in 2 days 17 hours 14 minutes.",
    65 * HOUR + 14 * MINUTE,
  ],
  ['Rate limit reached for a model on tokens per min. Please try again in 1.3s.', 1_300],
  ['Rate limit reached. Please try again in 6m0s.', 6 * MINUTE],
  ['{"type":"usage_limit_reached","resets_at":1795525200,"resets_in_seconds":3600}', HOUR],
  ['Error: 429 {"type":"error","error":{"type":"rate_limit_error","message":"later"}}', null],
  ['API Error: 529 {"type":"error","error":{"type":"overloaded_error"}}', null],
  ['"status": "RESOURCE_EXHAUSTED", "retryDelay": "34s"', 34_000],
  ['Quota exceeded for quota metric. Please retry in 45.28s.', 45_280],
])('S5: reads when %j ends', (line, span) => expect(until(line)).toBe(span))

it.each<[string, number]>([
  ['retry-after: 30', 30_000],
  ['Retry-After: Tue, 24 Nov 2026 12:10:00 GMT', 10 * MINUTE],
  ['anthropic-ratelimit-requests-reset: 2026-11-24T12:05:00Z', 5 * MINUTE],
])('S5: reads the time from the header %j on the line before or after the message', (header, span) => {
  expect(until('HTTP/1.1 429 Too Many Requests', header)).toBe(span)
  expect(until(header, 'error: 429 Too Many Requests')).toBe(span)
})

it('S5: the latest of several times counts; a time in the past or years ahead is ignored', () => {
  expect(until('429 Too Many Requests', 'retry-after: 30', 'x-ratelimit-requests-reset: 2026-11-24T12:05:00Z')).toBe(
    5 * MINUTE,
  )
  expect(until('Claude AI usage limit reached|1700000000')).toBeNull()
  expect(until('usage limit reached, resets at 2036-11-24T12:05:00Z')).toBeNull()
})

it('returns the message about the limit as the reason', () => {
  expect(readLimit('working\n  5-hour limit reached ∙ resets 3pm  \nbye', AT)?.reason).toBe(
    '5-hour limit reached ∙ resets 3pm',
  )
})

it.each([
  'AssertionError: expected 429 to be 200',
  'Approaching usage limit · resets at 12pm',
  'retry-after: 30',
  'limit: 10',
  '',
])('%j is no limit', (line) => expect(readLimit(line, AT)).toBeNull())

it('ignores a limit that many lines follow', () => {
  expect(readLimit(['429 Too Many Requests', ...Array(60).fill('working')].join('\n'), AT)).toBeNull()
})
