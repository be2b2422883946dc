import { expect, it } from 'vitest'
import { givenSimulator, MODEL, request } from '../testing/given-simulator.ts'

const SCRIPTS = {
  a: {
    steps: [{ calls: [{ tool: 'bash', input: { command: 'ls' } }] }, { text: 'Done.' }],
    faults: [{ times: 'always' as const, fault: { kind: 'status' as const, status: 529 as const } }],
  },
}
const ask = (content: string) => ({ model: MODEL, max_tokens: 1000, messages: [{ role: 'user' as const, content }] })

it('a title, a verdict, a suggestion and a summary are no turns of the script, and no fault of the script hits them', async () => {
  const { simulator, client } = await givenSimulator({ scripts: SCRIPTS })
  const schema = { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] }
  const title = await client.beta.messages.parse({
    ...ask('<session>\n[[script:a]] Do it.\n</session>\n\nWrite the title.'),
    output_config: { format: { type: 'json_schema', schema } },
  })
  expect(title.parsed_output).toEqual({ title: 'Simulated session' })
  const named = await client.messages.create({ ...ask('[[script:a]] Do it.'), system: 'You are a title generator.' })
  expect(named.content).toMatchObject([{ text: 'Simulated session' }])
  const verdict = await client.messages.create({
    ...ask('<transcript>{"user":"[[script:a]] Do it."}</transcript> Begin with <block>.'),
    stop_sequences: ['</block>'],
  })
  expect(verdict).toMatchObject({ content: [{ text: '<block>no' }], stop_reason: 'stop_sequence' })
  const messages = [
    ...request('a').messages,
    { role: 'assistant' as const, content: [{ type: 'tool_use' as const, id: 'toolu_1', name: 'bash', input: {} }] },
    { role: 'user' as const, content: [{ type: 'tool_result' as const, tool_use_id: 'toolu_1', content: 'ok' }] },
  ]
  const after = (content: string) => ({ ...request('a'), messages: [...messages, { role: 'user' as const, content }] })
  await client.messages.create(after('[SUGGESTION MODE: Suggest what the user might type.]'))
  const summary = await client.messages.create(
    after('Your task is to create a detailed summary of the conversation so far.'),
  )
  expect(summary.content).toMatchObject([
    { text: expect.stringMatching(/^<summary>\[\[script:a@1\]\] .*Do it\.<\/summary>$/) },
  ])
  expect(simulator.served.map(({ side, script, turn, fault }) => [side, script, turn, fault])).toEqual(
    ['title', 'title', 'classifier', 'suggestion', 'summary'].map((side) => [side, 'a', 0, null]),
  )
})

it('a conversation that is summarized as a text continues after the step that was asked for last', async () => {
  const { client } = await givenSimulator({ scripts: { a: { steps: [{ text: 'One.' }, { text: 'Two.' }] } } })
  const { content } = await client.messages.create(request('a'))
  const next = [
    { role: 'assistant' as const, content },
    { role: 'user' as const, content: 'And?' },
  ]
  await client.messages.create({ ...request('a'), messages: [...request('a').messages, ...next] })
  const system = 'You are a context summarization agent.'
  const summary = await client.messages.create({ ...ask('<conversation>\n[User]: [[script:a]] Do it.\n'), system })
  expect(summary.content).toMatchObject([{ text: expect.stringContaining('[[script:a@1]]') }])
})

it('a turn that asks for JSON, but offers tools, is a turn', async () => {
  const { simulator, client } = await givenSimulator({ scripts: { a: { steps: [{ text: '{"title":"x"}' }] } } })
  const schema = { type: 'object', properties: { title: { type: 'string' } } }
  const tools = [{ name: 'bash', input_schema: { type: 'object' as const } }]
  await client.messages.create({ ...request('a'), tools, output_config: { format: { type: 'json_schema', schema } } })
  expect(simulator.served).toMatchObject([{ side: null, turn: 1 }])
})
