import Anthropic from '@anthropic-ai/sdk'
import { expect, it } from 'vitest'
import { givenSimulator, MODEL, request } from './testing/given-simulator.ts'

const SCRIPTS = { a: { steps: [{ text: 'Hello.' }] } }

it('both headers of credentials are accepted and recorded; without one, or with a wrong one, the request is refused', async () => {
  const { simulator, client } = await givenSimulator({ scripts: SCRIPTS, keys: ['sk-test'] })
  const ask = (headers: Record<string, string>) =>
    fetch(`${simulator.url}/v1/messages`, { method: 'POST', headers, body: JSON.stringify(request('a')) })
  // The SDK sends its key as a bearer token. Claude Code and OpenCode do not.
  await client.beta.messages.create(request('a'))
  expect((await ask({ 'x-api-key': 'sk-test' })).status).toBe(200)
  expect(simulator.served.map(({ key, keyHeader }) => [key, keyHeader])).toEqual([
    ['sk-test', 'authorization'],
    ['sk-test', 'x-api-key'],
  ])
  for (const [headers, message] of [
    [{}, 'x-api-key header is required'],
    [{ 'x-api-key': 'sk-wrong' }, 'invalid x-api-key'],
    [{ authorization: 'Bearer wrong' }, 'Invalid bearer token'],
  ] as const) {
    const response = await ask(headers)
    expect(response.status).toBe(401)
    const error = { type: 'authentication_error', message }
    expect(await response.json()).toEqual({ type: 'error', error, request_id: response.headers.get('request-id') })
  }
  expect(simulator.served).toHaveLength(2)
})

it('a plain reply and a stream are the same message with the same usage, and each request has an id of its own', async () => {
  const { simulator, client } = await givenSimulator({
    scripts: {
      a: { steps: [{ thinking: 'Hm.', text: 'Hello.', calls: [{ tool: 'bash', input: { command: 'ls' } }] }] },
    },
  })
  const params = { ...request('a'), tools: [{ name: 'bash', input_schema: { type: 'object' as const } }] }
  const plain = await client.beta.messages.create(params)
  const streamed = await client.beta.messages.stream(params).finalMessage()
  const { id: _one, ...first } = plain
  const { id: _two, ...second } = streamed
  const withoutIds = (text: string) => text.replaceAll(/"(id|signature)":"[^"]*"/g, '')
  expect(withoutIds(JSON.stringify(second.content))).toEqual(withoutIds(JSON.stringify(first.content)))
  expect({ ...second, content: [] }).toMatchObject({ ...first, content: [] })
  expect(plain._request_id).toBe(simulator.served[0]?.requestId)
  expect(new Set([plain.id, streamed.id, ...simulator.served.map(({ requestId }) => requestId)]).size).toBe(4)
})

it('tokens can be counted before, and models can be listed; only those that exist are accepted', async () => {
  const { simulator, client } = await givenSimulator({ scripts: SCRIPTS, models: [MODEL], contextWindow: 5000 })
  const { input_tokens } = await client.messages.countTokens({ model: MODEL, messages: request('a').messages })
  expect((await client.beta.messages.create(request('a'))).usage.input_tokens).toBe(input_tokens)
  expect((await client.models.list()).data.map(({ id, max_input_tokens }) => [id, max_input_tokens])).toEqual([
    [MODEL, 5000],
  ])
  expect((await client.models.retrieve(MODEL)).id).toBe(MODEL)
  await expect(client.models.retrieve('claude-none')).rejects.toMatchObject({ status: 404 })
  const wrong = client.beta.messages.create({ ...request('a'), model: 'claude-none' })
  await expect(wrong).rejects.toMatchObject({ status: 404, apiMessage: 'model: claude-none' })
  expect(simulator.served.map(({ status }) => status)).toEqual([200, 404])
})

it('Claude Code asks without a credential whether the server is there', async () => {
  const { simulator } = await givenSimulator({ scripts: SCRIPTS })
  expect((await fetch(`${simulator.url}/api/hello`, { method: 'HEAD' })).status).toBe(200)
})

it('a prompt without a marker gets the default script, or OK', async () => {
  const params = { model: MODEL, max_tokens: 10, messages: [{ role: 'user' as const, content: 'Hi.' }] }
  const none = await givenSimulator({ scripts: SCRIPTS })
  expect((await none.client.messages.create(params)).content).toMatchObject([{ text: 'OK' }])
  expect(none.simulator.served[0]).toMatchObject({ script: null, turn: 0 })
  const some = await givenSimulator({ scripts: SCRIPTS, defaultScript: 'a' })
  expect((await some.client.messages.create(params)).content).toMatchObject([{ text: 'Hello.' }])
})

it('a function makes scripts by name; a script that is not there, or calls a tool that is not offered, is an error that says so', async () => {
  const { client } = await givenSimulator({
    scripts: (key) => (key.startsWith('task-') ? { steps: [{ text: key, calls: [{ tool: 'bash' }] }] } : undefined),
  })
  const tools = [{ name: 'Bash', input_schema: { type: 'object' as const } }]
  const { content } = await client.messages.create({ ...request('task-7'), tools })
  expect(content).toMatchObject([{ text: 'task-7' }, { name: 'Bash' }])
  await expect(client.messages.create(request('other'))).rejects.toMatchObject({
    apiMessage: 'simulator: there is no script "other"',
  })
  await expect(
    client.messages.create({ ...request('task-8'), tools: [{ ...tools[0], name: 'Read' }] as typeof tools }),
  ).rejects.toMatchObject({
    apiMessage: 'simulator: the script calls the tool "bash", but the request offers: Read',
  })
})

it('a script that is not valid stops the start, and says where', async () => {
  await expect(givenSimulator({ scripts: { a: { steps: [{ text: 'x', calls: [{ tool: '' }] }] } } })).rejects.toThrow(
    /the script "a" is not valid:[\s\S]*steps\[0\]\.calls\[0\]\.tool/,
  )
})

it('a request for a thread is refused by its error code, so the tool runner of the SDK continues without one', async () => {
  const { simulator, client } = await givenSimulator({ scripts: SCRIPTS })
  const runner = client.beta.messages.toolRunner({ ...request('a'), tools: [] })
  expect((await runner).content).toMatchObject([{ text: 'Hello.' }])
  expect(simulator.served.map(({ status }) => status)).toEqual([400, 200])
})

it('a reply ends at the limit of tokens and at a stop sequence', async () => {
  const { client } = await givenSimulator({ scripts: { a: { steps: [{ text: 'One two three. STOP four' }] } } })
  expect(await client.messages.create({ ...request('a'), max_tokens: 2 })).toMatchObject({
    ...{ stop_reason: 'max_tokens', content: [{ text: 'One two ' }] },
    usage: { output_tokens: 2 },
  })
  expect(await client.messages.create({ ...request('a'), stop_sequences: ['four', 'STOP'] })).toMatchObject({
    ...{ stop_reason: 'stop_sequence', stop_sequence: 'STOP', content: [{ text: 'One two three. ' }] },
  })
})

it('a prompt that is larger than the context window is refused', async () => {
  const { client } = await givenSimulator({ scripts: SCRIPTS, contextWindow: 100 })
  await expect(client.messages.create(request('a', 'x'.repeat(1000)))).rejects.toThrow(
    /prompt is too long: \d+ tokens > 100 maximum/,
  )
})

it('a client that closes its connection ends the reply, which is recorded as aborted', async () => {
  const { simulator, client } = await givenSimulator({ scripts: SCRIPTS, pace: { firstTokenMs: 3_600_000 } })
  const controller = new AbortController()
  const stream = client.beta.messages.stream(request('a'), { signal: controller.signal })
  stream.on('streamEvent', () => controller.abort())
  await expect(stream.finalMessage()).rejects.toBeInstanceOf(Anthropic.APIUserAbortError)
  await expect.poll(() => simulator.served[0]?.outcome).toBe('aborted')
  expect(simulator.served[0]?.input).toBeGreaterThan(0)
})
