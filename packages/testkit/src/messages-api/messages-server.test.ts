import { expect, it, onTestFinished } from 'vitest'
import { type MessagesServer, messagesServer } from './messages-server.ts'

async function given(): Promise<MessagesServer> {
  const server = await messagesServer(({ messages }) =>
    JSON.stringify(messages).includes('work')
      ? [
          { type: 'text', text: 'I write.' },
          { type: 'tool_use', name: 'Write', input: { content: 'ü' } },
        ]
      : null,
  )
  onTestFinished(() => server[Symbol.asyncDispose]())
  return server
}

function ask({ url }: MessagesServer, path: string, headers: Record<string, string>, content: string, stream = false) {
  const body = JSON.stringify({ model: 'm', stream, messages: [{ role: 'user', content }] })
  return fetch(`${url}${path}`, { method: 'POST', headers, body })
}

it('sends the reply of the script, with and without a stream, for both kinds of credentials, and records requests', async () => {
  const server = await given()
  const plain = await ask(server, '/v1/messages?beta=true', { 'x-api-key': 'one' }, 'work')
  expect(await plain.json()).toMatchObject({
    role: 'assistant',
    stop_reason: 'tool_use',
    content: [{ text: 'I write.' }, { type: 'tool_use', id: expect.any(String), input: { content: 'ü' } }],
  })
  const stream = await ask(server, '/v1/messages', { authorization: 'Bearer two' }, 'work', true)
  expect(stream.headers.get('content-type')).toBe('text/event-stream')
  const events = (await stream.text()).trimEnd().split('\n\n')
  expect(events.map((event) => event.split('\n')[0])).toEqual([
    'event: message_start',
    ...Array(2).fill(['event: content_block_start', 'event: content_block_delta', 'event: content_block_stop']).flat(),
    'event: message_delta',
    'event: message_stop',
  ])
  expect(events[5]).toContain(JSON.stringify(JSON.stringify({ content: 'ü' })))
  expect(server.received.map(({ key, scripted }) => [key, scripted])).toEqual([
    ['one', true],
    ['two', true],
  ])
})

it('a request that the script does not handle gets a default reply; a request without a key or with an unknown route is refused', async () => {
  const server = await given()
  const headers = { 'x-api-key': 'one' }
  expect(await (await ask(server, '/v1/messages', headers, 'a title')).json()).toMatchObject({
    stop_reason: 'end_turn',
  })
  expect(await (await ask(server, '/v1/messages/count_tokens', headers, 'work')).json()).toEqual({
    input_tokens: expect.any(Number),
  })
  expect((await ask(server, '/v1/messages', {}, 'work')).status).toBe(401)
  expect((await ask(server, '/v1/other', headers, 'work')).status).toBe(404)
  expect(server.received.filter(({ scripted }) => scripted)).toEqual([])
})
