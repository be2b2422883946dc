import { expect, test } from 'vitest'
import { eventStream, type ServerSentEvent } from './event-stream.ts'

async function read(...chunks: string[]) {
  const body = ReadableStream.from(chunks.map((chunk) => new TextEncoder().encode(chunk)))
  const events: ServerSentEvent[] = []
  for await (const event of eventStream(body as ReadableStream<Uint8Array>)) events.push(event)
  return events
}

test('events are read across any cut of the stream', async () => {
  const whole = ':\n\nevent: next\ndata: {"a":"ü"}\n\n:\n\nevent: complete\ndata:\n\n'
  const expected = [
    { event: 'next', data: '{"a":"ü"}' },
    { event: 'complete', data: '' },
  ]
  expect(await read(whole)).toEqual(expected)
  for (let cut = 1; cut < whole.length; cut++)
    expect(await read(whole.slice(0, cut), whole.slice(cut))).toEqual(expected)
})

test('an event that was cut off is none', async () => {
  expect(await read('event: next\ndata: {"a":1}\n\nevent: next\ndata: {"a"')).toEqual([
    { event: 'next', data: '{"a":1}' },
  ])
})
