import { AnthropicError, APIConnectionError, APIError, APIUserAbortError } from '@anthropic-ai/sdk'
import { WorkloadIdentityError } from '@anthropic-ai/sdk/lib/credentials/types'
import { createSecretRemover } from '@coppice/engine/redact'
import { expect, it } from 'vitest'
import { type Asked, NotAsked, StreamStalled, troubleOf } from './trouble.ts'

const NOW = Date.parse('2026-11-30T12:00:00Z')
const response = (status: number | undefined, type: string, message: string, headers: Record<string, string> = {}) =>
  APIError.generate(status, { type: 'error', error: { type, message } }, message, new Headers(headers))
const inStream = (type: string) =>
  new APIError(undefined, { type: 'error', error: { type, message: 'in the stream' } }, undefined, new Headers())
const KEY = 'sk-ant-0123456789abcdef'
const redact = createSecretRemover([KEY])
const of = (error: unknown, more: Partial<Asked> = {}) =>
  troubleOf(error, { model: 'claude-x', hasReply: false, mayRenewToken: false, now: NOW, redact, ...more })
const beforeRequest = (message: string) => new NotAsked(new AnthropicError(message))

it.each([
  [
    response(401, 'authentication_error', 'invalid x-api-key'),
    /refused the key .*set ANTHROPIC_API_KEY to a valid key/,
  ],
  [response(403, 'permission_error', 'not allowed'), /does not allow this .*ANTHROPIC_API_KEY/],
  [response(404, 'not_found_error', 'model: claude-x'), /no model claude-x .*change "model" in the plan/],
  [response(400, 'invalid_request_error', 'Your credit balance is too low'), /cannot pay .*add credit/],
  [response(400, 'invalid_request_error', 'max_tokens: 32000 > 4096'), /refused the request .*check "model"/],
  [beforeRequest('Could not resolve authentication method.'), /no key .*set ANTHROPIC_API_KEY/],
  [beforeRequest('Invalid URL'), /could not be made \(Invalid URL\).*check ANTHROPIC_BASE_URL/],
  [beforeRequest('Profile "x" could not be resolved'), /could not be made .*ANTHROPIC_PROFILE/],
  [beforeRequest(`Headers.append: "${KEY}" is an invalid header value.`), /^the key has a character .*line break/],
  [APIError.generate(405, {}, 'Not Allowed', new Headers()), /ANTHROPIC_BASE_URL/],
])('S5: %s is a failure of configuration, and says what to do', (error, words) => {
  expect(of(error)).toEqual({ is: 'final', class: 'configuration', reason: expect.stringMatching(words) })
})

it.each([
  [response(400, 'invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum'), /Split the task/],
  [response(413, 'request_too_large', 'too large'), /Split the task/],
  [response(400, 'invalid_request_error', 'messages.3: unexpected block'), /refused the conversation/],
])('S5: %s after a reply is a failure of the work, because a new conversation may help', (error, words) => {
  expect(of(error, { hasReply: true })).toEqual({ is: 'final', class: 'work', reason: expect.stringMatching(words) })
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
  new StreamStalled(150_000, true),
])('S5: after %s another request may help', (error) => {
  expect(of(error)).toMatchObject({ is: 'passing' })
})

it('S5: an outage of the provider is told apart from a reply that was cut off', () => {
  const outages = [
    response(500, 'api_error', 'Internal'),
    inStream('api_error'),
    new APIConnectionError({ message: 'Connection error.' }),
    new StreamStalled(150_000, false),
    new NotAsked(new WorkloadIdentityError('Failed to reach token endpoint https://x: TypeError: fetch failed')),
    new NotAsked(new WorkloadIdentityError('Token exchange failed with status 503: busy', 503)),
  ]
  for (const outage of outages) expect(of(outage)).toMatchObject({ is: 'passing', of: 'provider' })
  for (const cut of [new AnthropicError('terminated'), new StreamStalled(150_000, true)])
    expect(of(cut)).toMatchObject({ is: 'passing', of: 'stream' })
})

it('S6: a provider that sends nothing is reported with the time and with the setting that gives it more', () => {
  const advice =
    'which is half of the stall limit. If the server is slow, such as one of your own, raise "stall" in the plan'
  expect(of(new StreamStalled(150_000, false))).toMatchObject({
    reason: `the provider did not respond for 150 s, ${advice}`,
  })
  expect(of(new StreamStalled(150_000, true))).toMatchObject({ reason: `the stream stalled for 150 s, ${advice}` })
})

it('S5: a limit of spending is a limit, until the date that the provider names', () => {
  const words = 'You have reached your specified API usage limits.'
  const limit = (more: string) => of(response(400, 'invalid_request_error', `${words}${more}`), { hasReply: true })
  const until = Date.parse('2026-12-01T00:00:00Z')
  expect(limit(' You will regain access on 2026-12-01 at 00:00 UTC.')).toMatchObject({
    is: 'limit',
    waitMs: until - NOW,
  })
  expect(limit(' You will regain access on 2026-12-01.')).toMatchObject({ is: 'limit', waitMs: until - NOW })
  expect(limit('')).toMatchObject({ is: 'limit', waitMs: null })
})

it('S5: a 404 that is not from the API is a wrong address, and its words have the status once', () => {
  const error = APIError.generate(404, undefined, '<html>Not Found</html>', new Headers())
  expect(of(error)).toEqual({
    ...{ is: 'final', class: 'configuration' },
    reason: expect.stringMatching(/refused the request \(404 <html>.*check the address in ANTHROPIC_BASE_URL/),
  })
})

it('S5: a token that has expired is renewed once, and a key is not', () => {
  const refused = response(401, 'authentication_error', 'expired')
  expect(of(refused, { mayRenewToken: true })).toMatchObject({ is: 'passing' })
  expect(of(refused)).toMatchObject({ is: 'final', class: 'configuration' })
})

it('A2: the key is in no reason, even if the words about it are shortened', () => {
  const words = `${'x'.repeat(290)} ${KEY}`
  for (const error of [
    beforeRequest(words),
    new AnthropicError(words),
    response(400, 'invalid_request_error', words),
    new APIConnectionError({ message: 'x', cause: new Error(words) }),
  ])
    expect(JSON.stringify(of(error))).not.toContain('sk-ant')
})

it('the end of a request by the host is no failure, and a defect of the host is thrown', () => {
  expect(of(new APIUserAbortError())).toEqual({ is: 'stopped' })
  const defect = new TypeError('x is undefined')
  expect(() => of(defect)).toThrow(defect)
})
