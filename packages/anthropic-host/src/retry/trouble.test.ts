import { AnthropicError, APIConnectionError, APIError, APIUserAbortError } from '@anthropic-ai/sdk'
import { expect, it } from 'vitest'
import { StreamStalled, troubleOf } from './trouble.ts'

const NOW = Date.parse('2026-11-30T12:00:00Z')
const response = (status: number | undefined, type: string, message: string, headers: Record<string, string> = {}) =>
  APIError.generate(status, { type: 'error', error: { type, message } }, message, new Headers(headers))
const inStream = (type: string) =>
  new APIError(undefined, { type: 'error', error: { type, message: 'in the stream' } }, undefined, new Headers())
const of = (error: unknown, hasReply = false) => troubleOf(error, { model: 'claude-x', hasReply, now: NOW })

it.each([
  [
    response(401, 'authentication_error', 'invalid x-api-key'),
    /refused the key .*set ANTHROPIC_API_KEY to a valid key/,
  ],
  [response(403, 'permission_error', 'not allowed'), /does not allow this .*ANTHROPIC_API_KEY/],
  [response(404, 'not_found_error', 'model: claude-x'), /no model claude-x .*change "model" in the plan/],
  [response(400, 'invalid_request_error', 'Your credit balance is too low'), /cannot pay .*add credit/],
  [response(400, 'invalid_request_error', 'max_tokens: 32000 > 4096'), /refused the request .*check "model"/],
  [new AnthropicError('Could not resolve authentication method.'), /no key .*set ANTHROPIC_API_KEY/],
  [APIError.generate(405, {}, 'Not Allowed', new Headers()), /ANTHROPIC_BASE_URL/],
])('S5: %s is a failure of configuration, and says what to do', (error, words) => {
  expect(of(error)).toEqual({ is: 'final', class: 'configuration', reason: expect.stringMatching(words) })
})

it.each([
  [response(400, 'invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum'), /Split the task/],
  [response(413, 'request_too_large', 'too large'), /Split the task/],
  [response(400, 'invalid_request_error', 'messages.3: unexpected block'), /refused the conversation/],
])('S5: %s after a reply is a failure of the work, because a new conversation may help', (error, words) => {
  expect(of(error, true)).toEqual({ is: 'final', class: 'work', reason: expect.stringMatching(words) })
})

it('S5: limits have the time that the provider names, in any of the usual forms', () => {
  const limit = (headers: Record<string, string>) => of(response(429, 'rate_limit_error', 'slow down', headers))
  const waits = (headers: Record<string, string>) => (limit(headers) as { waitMs: number | null }).waitMs
  expect(limit({})).toEqual({ is: 'limit', reason: '429 rate_limit_error slow down', waitMs: null })
  expect(waits({ 'retry-after': '3' })).toBe(3_000)
  expect(waits({ 'retry-after-ms': '250', 'retry-after': '1' })).toBe(250)
  expect(waits({ 'retry-after': 'Mon, 30 Nov 2026 12:01:00 GMT' })).toBe(60_000)
  expect(waits({ 'retry-after': 'soon' })).toBeNull()
  expect(of(response(529, 'overloaded_error', 'Overloaded'))).toMatchObject({ is: 'limit', waitMs: null })
  expect(of(inStream('overloaded_error'))).toMatchObject({ is: 'limit' })
  expect(of(inStream('rate_limit_error'))).toMatchObject({ is: 'limit' })
})

it.each([
  response(500, 'api_error', 'Internal'),
  response(503, 'api_error', 'Unavailable'),
  APIError.generate(408, {}, 'Timeout', new Headers()),
  inStream('api_error'),
  new AnthropicError('terminated'),
  new AnthropicError('stream ended without producing a Message with role=assistant'),
  new APIConnectionError({ message: 'Connection error.' }),
  new StreamStalled('the stream stalled for 150 s'),
])('S5: after %s another request may help', (error) => {
  expect(of(error)).toMatchObject({ is: 'passing' })
})

it('the end of a request by the host is no failure, and a defect of the host is thrown', () => {
  expect(of(new APIUserAbortError())).toEqual({ is: 'stopped' })
  const defect = new TypeError('x is undefined')
  expect(() => of(defect)).toThrow(defect)
})
