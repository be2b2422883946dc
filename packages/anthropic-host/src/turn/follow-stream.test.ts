import Anthropic from '@anthropic-ai/sdk'
import { factPrinter } from '@coppice/host-parts'
import { expect, it, onTestFinished, vi } from 'vitest'
import { NotAsked, StreamStalled } from '../retry/trouble.ts'
import { followStream } from './follow-stream.ts'
import { Pulse } from './pulse.ts'

const IDLE_MS = 1_000
const usage = { input_tokens: 1, output_tokens: 1 }
const event = (type: string, data: object = {}) => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`
const START = event('message_start', {
  message: { id: 'm', type: 'message', role: 'assistant', model: 'x', content: [], stop_reason: null, usage },
})
const END = `${event('message_delta', { delta: { stop_reason: 'end_turn' }, usage })}${event('message_stop')}`

/** Follows a stream whose pieces the test sends. The time stands still until the test moves it. */
function given(baseURL = 'http://localhost:1') {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const body = new TransformStream<Uint8Array, Uint8Array>()
  const writer = body.writable.getWriter()
  vi.stubGlobal('fetch', async (_: unknown, { signal }: { signal: AbortSignal }) => {
    const untilAbort = body.readable.pipeThrough(new TransformStream(), { signal })
    return new Response(untilAbort, { headers: { 'content-type': 'text/event-stream' } })
  })
  onTestFinished(() => void vi.unstubAllGlobals())
  const pulse = new Pulse()
  const client = new Anthropic({ apiKey: 'k', baseURL, maxRetries: 0, fetch: pulse.fetch })
  const stream = client.beta.messages.stream({ model: 'x', max_tokens: 9, messages: [] })
  const print = factPrinter(() => {}, Date.now)
  const reply = followStream(stream, { print, pulse, idleMs: IDLE_MS })
  reply.catch(() => {})
  /** Sends a piece, and waits until the host has seen it. */
  const send = async (text: string) => {
    const listener = pulse.listener
    const { promise, resolve } = Promise.withResolvers<void>()
    pulse.listener = () => {
      listener()
      resolve()
    }
    await writer.write(new TextEncoder().encode(text))
    await promise
    pulse.listener = listener
  }
  return { reply, send, end: () => writer.close() }
}

it('S6: a stream in which only pings come is not cut off, because the provider prepares the input of a tool', async () => {
  const { reply, send, end } = given()
  await send(START)
  for (let pings = 0; pings < 5; pings += 1) {
    vi.advanceTimersByTime(IDLE_MS - 1)
    await send(event('ping'))
  }
  await send(END)
  await end()
  expect((await reply).message.stop_reason).toBe('end_turn')
})

it('S6: a stream in which nothing comes is cut off', async () => {
  const { reply, send } = given()
  await send(START)
  vi.advanceTimersByTime(IDLE_MS)
  await expect(reply).rejects.toThrow(StreamStalled)
})

it('S5: a request that the SDK cannot make is told apart from a stream that was cut off', async () => {
  await expect(given('foo').reply).rejects.toThrow(NotAsked)
})
