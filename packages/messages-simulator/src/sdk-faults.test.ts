import Anthropic from '@anthropic-ai/sdk'
import { expect, it } from 'vitest'
import { ManualClock } from './clock.ts'
import type { FaultInput } from './faults/fault.ts'
import type { SimulatorOptions } from './simulator.ts'
import { givenSimulator, request } from './testing/given-simulator.ts'

const TEXT = 'A reply that is long enough for several deltas, so that something is left when half of it has been sent.'

/** Asks twice: the fault hits the first request alone. */
async function failingOnce(fault: FaultInput, options: Partial<SimulatorOptions> = {}) {
  const scripts = { a: { steps: [{ text: TEXT }], faults: [{ fault }] } }
  const { simulator, client } = await givenSimulator({ scripts, ...options })
  const first = client.beta.messages.stream(request('a'))
  let text = ''
  first.on('text', (piece) => {
    text += piece
  })
  const error: unknown = await first.finalMessage().catch((thrown: unknown) => thrown)
  const second = await client.beta.messages.stream(request('a')).finalText()
  expect(second).toBe(TEXT)
  const [served, next] = simulator.served
  expect([served?.requestId === next?.requestId, next?.ask]).toEqual([false, 2])
  return { error, text, served }
}

/** Sends a request without streaming to a simulator with this fault. @returns the error of the SDK and the record of the simulator */
async function failingPlain(fault: FaultInput) {
  const scripts = { a: { steps: [{ text: TEXT }], faults: [{ fault }] } }
  const { simulator, client } = await givenSimulator({ scripts })
  const error: unknown = await client.beta.messages.create(request('a')).catch((thrown: unknown) => thrown)
  return { error, served: simulator.served[0] }
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
    const { headers } = plain.error as InstanceType<typeof Anthropic.APIError>
    expect(headers?.get('x-should-retry')).toBe(String(status === 429 || status >= 500))
  })
}

it('a wrong model is named in its error, and a prompt that is too long says by how much', async () => {
  expect((await failingOnce({ kind: 'status', status: 404 })).error).toMatchObject({
    apiMessage: 'model: claude-haiku-4-5',
  })
  const long = await failingOnce({ kind: 'context-too-long' }, { contextWindow: 1000 })
  expect(long.error).toMatchObject({ status: 400, apiMessage: 'prompt is too long: 1001 tokens > 1000 maximum' })
})

for (const kind of ['cut', 'end-early', 'malformed'] as const) {
  it(`a stream with the fault ${kind} gives the client a part of the text and no usage, and is recorded as cut`, async () => {
    const { error, text, served } = await failingOnce({ kind })
    expect(error).toBeInstanceOf(Anthropic.AnthropicError)
    expect(error).not.toBeInstanceOf(Anthropic.APIError)
    expect(text.length).toBeGreaterThan(0)
    expect(TEXT.startsWith(text)).toBe(true)
    expect(text).not.toBe(TEXT)
    expect(served).toMatchObject({ outcome: 'cut', stopReason: null, output: 1, outputSent: text.length / 4 })
  })
}

it('an error event in the middle is an API error without a status, and has its type', async () => {
  const { error, text, served } = await failingOnce({ kind: 'error-event', type: 'overloaded_error' })
  expect(error).toBeInstanceOf(Anthropic.APIError)
  expect(error).toMatchObject({ type: 'overloaded_error', requestID: served?.requestId })
  expect((error as { status?: number }).status).toBeUndefined()
  expect(text).not.toBe('')
  expect(served).toMatchObject({ outcome: 'cut', status: 200 })
})

it('a fault right after the start, or right before the end, leaves nothing or everything of the text', async () => {
  expect((await failingOnce({ kind: 'cut', after: 0 })).text).toBe('')
  const end = await failingOnce({ kind: 'cut', after: 1 })
  expect(end.text).toBe(TEXT)
  expect(end.error).toBeInstanceOf(Anthropic.AnthropicError)
})

it('a request without a response is a connection error', async () => {
  const { error, served } = await failingOnce({ kind: 'no-response' })
  expect(error).toBeInstanceOf(Anthropic.APIConnectionError)
  expect(served).toMatchObject({ outcome: 'cut', status: 0, input: 0 })
})

it('a stream that stalls stays open until the client leaves, and is recorded as aborted', async () => {
  const scripts = { a: { steps: [{ text: TEXT }], faults: [{ fault: { kind: 'stall' as const } }] } }
  const { simulator, client } = await givenSimulator({ scripts })
  const stream = client.beta.messages.stream(request('a'))
  let text = ''
  stream.on('text', (piece) => {
    text += piece
    if (text.length >= TEXT.length / 2) stream.abort()
  })
  await expect(stream.finalMessage()).rejects.toBeInstanceOf(Anthropic.APIUserAbortError)
  await expect.poll(() => simulator.served[0]?.outcome).toBe('aborted')
  expect(simulator.served[0]).toMatchObject({ output: 1, stopReason: null, outputSent: Math.ceil(text.length / 4) })
})

it('a slow stream takes the time of its tokens, by the clock of the simulator', async () => {
  const clock = new ManualClock()
  const scripts = { a: { steps: [{ text: TEXT }], faults: [{ fault: { kind: 'slow' as const, tokensPerSecond: 2 } }] } }
  const { simulator, client } = await givenSimulator({ scripts, clock })
  const stream = client.beta.messages.stream(request('a'))
  let text = ''
  stream.on('text', (piece) => {
    text += piece
  })
  await expect.poll(() => clock.sleeping).toBe(1)
  clock.advance(1_999)
  expect([clock.sleeping, text]).toEqual([1, ''])
  clock.advance(1)
  await expect.poll(() => text.length).toBe(16)
  await expect.poll(() => clock.sleeping).toBe(1)
  clock.advance(60_000)
  expect((await stream.finalMessage()).usage.output_tokens).toBe(TEXT.length / 4)
  expect(simulator.served[0]).toMatchObject({ outcome: 'complete', fault: 'slow' })
})

it('max_tokens, refusal and pause_turn end a reply in good order, with the usage of what was said', async () => {
  const expected = { 'max-tokens': 'max_tokens', refusal: 'refusal', 'pause-turn': 'pause_turn' } as const
  for (const [kind, stopReason] of Object.entries(expected)) {
    const { error: message, text, served } = await failingOnce({ kind: kind as keyof typeof expected, after: 0.5 })
    expect(message).toMatchObject({ stop_reason: stopReason, usage: { output_tokens: text.length / 4 } })
    expect(served).toMatchObject({ outcome: 'complete', stopReason, output: text.length / 4 })
  }
  expect((await failingOnce({ kind: 'refusal' })).error).toMatchObject({
    content: [],
    stop_details: { type: 'refusal' },
  })
})

it('a paused turn is continued when the client sends it back', async () => {
  const scripts = { a: { steps: [{ text: TEXT }], faults: [{ fault: { kind: 'pause-turn' as const } }] } }
  const { client } = await givenSimulator({ scripts })
  const params = request('a')
  const { content } = await client.beta.messages.create(params)
  const rest = await client.beta.messages.create({
    ...params,
    messages: [...params.messages, { role: 'assistant', content }],
  })
  expect([...content, ...rest.content].map((block) => block.type === 'text' && block.text).join('')).toBe(TEXT)
  expect(rest.stop_reason).toBe('end_turn')
})

it('without a stream, each fault is an error too', async () => {
  expect((await failingPlain({ kind: 'error-event' })).error).toMatchObject({ status: 529, type: 'overloaded_error' })
  for (const kind of ['cut', 'end-early', 'malformed', 'no-response'] as const) {
    const { error, served } = await failingPlain({ kind })
    expect(error, kind).toBeInstanceOf(Error)
    expect(served, kind).toMatchObject({ outcome: 'cut', input: 0, output: 0, outputSent: 0 })
  }
})

it('faults hit the turn that they name, as often as they say, and the next ones follow', async () => {
  const scripts = {
    a: {
      steps: [{ text: 'One.' }, { text: 'Two.' }],
      faults: [
        { turn: 2, times: 2, fault: { kind: 'status' as const, status: 529 as const } },
        { turn: 2, fault: { kind: 'status' as const, status: 429 as const } },
      ],
    },
  }
  const { simulator, client } = await givenSimulator({ scripts })
  const params = request('a')
  const { content } = await client.beta.messages.create(params)
  const next = [...params.messages, { role: 'assistant' as const, content }, { role: 'user' as const, content: 'And?' }]
  for (let index = 0; index < 4; index++)
    await client.beta.messages.create({ ...params, messages: next }).catch(() => {})
  expect(simulator.served.map(({ turn, ask, status }) => [turn, ask, status])).toEqual([
    [1, 1, 200],
    ...[529, 529, 429, 200].map((status, index) => [2, index + 1, status]),
  ])
})
