import { betaTool } from '@anthropic-ai/sdk/helpers/beta/json-schema'
import { expect, it } from 'vitest'
import { givenSimulator, request } from './testing/given-simulator.ts'

const NOTE = betaTool({
  name: 'note',
  description: 'Takes a note.',
  inputSchema: { type: 'object', properties: { text: { type: 'string' } } },
  run: ({ text }) => `noted ${text} ${'x'.repeat(4000)}`,
})
const note = (text: string) => ({ calls: [{ tool: 'note', input: { text } }] })
const SCRIPTS = { a: { steps: [note('one'), note('two'), { text: 'Done.' }] } }
const params = { ...request('a'), tools: [NOTE], stream: true as const, thread: false as const }

it('a conversation that the SDK compacts continues its script, and only `iterations` have the tokens of the compaction', async () => {
  const { simulator, client } = await givenSimulator({ scripts: SCRIPTS })
  const runner = client.beta.messages.toolRunner({ ...params, betas: ['compact-2026-09-04'] })
  const replies = []
  for await (const stream of runner) {
    const message = await stream.finalMessage()
    replies.push([message.stop_reason, message.content.map(({ type }) => type)])
    if (replies.length === 1) runner.compactBeforeNextTurn()
    if (message.stop_reason !== 'compaction') continue
    const { compaction } = simulator.served.at(-1) ?? {}
    expect(compaction?.input).toBeGreaterThan(1000)
    expect(message.usage).toMatchObject({ input_tokens: 0, output_tokens: 0 })
    expect(message.usage.iterations).toMatchObject([
      { type: 'compaction', input_tokens: compaction?.input, output_tokens: compaction?.output },
    ])
  }
  expect(replies).toEqual([
    ['tool_use', ['tool_use']],
    ['compaction', ['compaction']],
    ['tool_use', ['tool_use']],
    ['end_turn', ['text']],
  ])
  const inputs = simulator.served.map(({ input }) => input)
  expect(inputs[2]).toBeLessThan(300)
  expect(simulator.served.map(({ turn }) => turn)).toEqual([1, 2, 2, 3])
})

it('above the trigger the reply begins with a compaction, and its tokens are only in `iterations`', async () => {
  const { simulator, client } = await givenSimulator({ scripts: SCRIPTS })
  const runner = client.beta.messages.toolRunner({
    ...params,
    betas: ['compact-2026-01-12'],
    context_management: { edits: [{ type: 'compact_20260112', trigger: { type: 'input_tokens', value: 1500 } }] },
  })
  const replies = []
  for await (const stream of runner) {
    const { content, usage } = await stream.finalMessage()
    replies.push(content.map(({ type }) => type))
    const { compaction, input, output } = simulator.served.at(-1) ?? {}
    expect(usage).toMatchObject({ input_tokens: input, output_tokens: output })
    expect(usage.iterations).toEqual(
      compaction
        ? [
            expect.objectContaining({
              type: 'compaction',
              input_tokens: compaction.input,
              output_tokens: compaction.output,
            }),
            expect.objectContaining({ type: 'message', input_tokens: input, output_tokens: output }),
          ]
        : null,
    )
  }
  expect(replies).toEqual([['tool_use'], ['tool_use'], ['compaction', 'text']])
})

it('a compaction can pause the turn, and the next request continues the script', async () => {
  const { client } = await givenSimulator({ scripts: { a: { steps: [{ text: 'Done.' }] } } })
  const edit = { type: 'compact_20260112' as const, trigger: { type: 'input_tokens' as const, value: 10 } }
  const first = await client.beta.messages.create({
    ...request('a', 'A long task.'),
    context_management: { edits: [{ ...edit, pause_after_compaction: true }] },
  })
  expect([first.stop_reason, first.content.map(({ type }) => type)]).toEqual(['compaction', ['compaction']])
  const messages = [
    ...request('a').messages,
    { role: 'assistant' as const, content: first.content },
    { role: 'user' as const, content: 'Continue.' },
  ]
  expect((await client.beta.messages.create({ ...request('a'), messages })).content).toMatchObject([{ text: 'Done.' }])
})

it('the edits of a context are reported, and tokens are counted after them', async () => {
  const { simulator, client } = await givenSimulator({ scripts: SCRIPTS })
  const edits = [
    {
      type: 'clear_tool_uses_20250919' as const,
      trigger: { type: 'input_tokens' as const, value: 100 },
      keep: { type: 'tool_uses' as const, value: 0 },
    },
  ]
  const runner = client.beta.messages.toolRunner({ ...params, context_management: { edits } })
  const managed = []
  for await (const stream of runner) managed.push((await stream.finalMessage()).context_management?.applied_edits)
  expect(
    managed.map((applied) => applied?.map((edit) => 'cleared_tool_uses' in edit && edit.cleared_tool_uses)),
  ).toEqual([[], [1], [2]])
  expect(simulator.served.every(({ input }) => input < 300)).toBe(true)
  const { messages } = runner.params
  const counted = await client.beta.messages.countTokens({
    ...params,
    messages,
    tools: [],
    context_management: { edits },
  })
  expect(counted.context_management?.original_input_tokens).toBeGreaterThan(counted.input_tokens + 1900)
})
