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

test('events are read across any cut of the stream', async () => {
  const whole = ':\n\nevent: next\ndata: {"a":"ü"}\n\n:\n\nevent: complete\ndata:\n\n'
  const expected = [
    { event: 'next', data: '{"a":"ü"}' },
    { event: 'complete', data: '' },
  ]
  for (let cut = 0; cut <= Buffer.byteLength(whole); cut++) expect(await read(whole, cut)).toEqual(expected)
})

test('an event that was cut off is none', async () => {
  expect(await read('event: next\ndata: {"a":1}\n\nevent: next\ndata: {"a"', 5)).toEqual([
    { event: 'next', data: '{"a":1}' },
  ])
})
