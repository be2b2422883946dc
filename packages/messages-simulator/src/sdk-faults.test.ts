import Anthropic from '@anthropic-ai/sdk'
import { expect, it } from 'vitest'
import type { FaultInput } from './faults/fault.ts'
import { givenSimulator, request } from './testing/given-simulator.ts'

const TEXT = 'A reply that is long enough for several deltas, so that something is left when half of it has been sent.'

/** Asks twice: the fault hits the first request alone. */
async function failingOnce(fault: FaultInput) {
  const { simulator, client } = await givenSimulator({
    scripts: { a: { steps: [{ text: TEXT }], faults: [{ fault }] } },
  })
  const first = client.beta.messages.stream(request('a'))
  let text = ''
  first.on('text', (piece) => {
    text += piece
  })
  const error = await first.finalMessage().catch((thrown: unknown) => thrown)
  const second = await client.beta.messages.stream(request('a')).finalText()
  expect(second).toBe(TEXT)
  const [served, next] = simulator.served
  expect([served?.requestId === next?.requestId, next?.ask]).toEqual([false, 2])
  return { error, text, served }
}

const STATUSES = [
  [400, Anthropic.BadRequestError, 'invalid_request_error'],
  [401, Anthropic.AuthenticationError, 'authentication_error'],
  [403, Anthropic.PermissionDeniedError, 'permission_error'],
  [404, Anthropic.NotFoundError, 'not_found_error'],
  [413, Anthropic.APIError, 'request_too_large'],
  [429, Anthropic.RateLimitError, 'rate_limit_error'],
  [500, Anthropic.InternalServerError, 'api_error'],
  [503, Anthropic.InternalServerError, 'api_error'],
  [529, Anthropic.InternalServerError, 'overloaded_error'],
] as const

for (const [status, kind, type] of STATUSES) {
  it(`the status ${status} is an error of its class with type and request id, with and without retry-after`, async () => {
    const plain = await failingOnce({ kind: 'status', status })
    expect(plain.error).toBeInstanceOf(kind)
    expect(plain.error).toMatchObject({ status, type, requestID: plain.served?.requestId })
    expect(plain.served).toMatchObject({ outcome: 'error', status, input: 0, output: 0, fault: 'status' })
    const timed = await failingOnce({ kind: 'status', status, retryAfterSeconds: 7 })
    const retryAfter = ({ error }: { error: unknown }) =>
      (error as InstanceType<typeof Anthropic.APIError>).headers?.get('retry-after')
    expect([retryAfter(plain), retryAfter(timed)]).toEqual([null, '7'])
  })
}

it('a cut stream gives the client a part of the text and no usage, and is recorded as cut', async () => {
  const { error, text, served } = await failingOnce({ kind: 'cut' })
  expect(error).toBeInstanceOf(Anthropic.AnthropicError)
  expect(error).not.toBeInstanceOf(Anthropic.APIError)
  expect(text.length).toBeGreaterThan(0)
  expect(TEXT.startsWith(text)).toBe(true)
  expect(text).not.toBe(TEXT)
  expect(served).toMatchObject({ outcome: 'cut', stopReason: null, output: 1, outputSent: text.length / 4 })
})
