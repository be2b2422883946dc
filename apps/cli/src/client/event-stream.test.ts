import { expect, test } from 'vitest'
import { eventStream, type ServerSentEvent } from './event-stream.ts'

async function* bytesOf(text: string, cut: number) {
  const bytes = new TextEncoder().encode(text)
  yield bytes.slice(0, cut)
  yield bytes.slice(cut)
}

async function read(text: string, cut: number) {
  const events: ServerSentEvent[] = []
  for await (const event of eventStream(bytesOf(text, cut))) events.push(event)
  return events
}

test('the same events are read wherever the stream is split into chunks', async () => {
  const whole = ':\n\nevent: next\ndata: {"a":"ü"}\n\n:\n\nevent: complete\ndata:\n\n'
  const expected = [
    { event: 'next', data: '{"a":"ü"}' },
    { event: 'complete', data: '' },
  ]
  for (let cut = 0; cut <= Buffer.byteLength(whole); cut++) expect(await read(whole, cut)).toEqual(expected)
})

test('an incomplete event at the end of the stream is ignored', async () => {
  expect(await read('event: next\ndata: {"a":1}\n\nevent: next\ndata: {"a"', 5)).toEqual([
    { event: 'next', data: '{"a":1}' },
  ])
})
