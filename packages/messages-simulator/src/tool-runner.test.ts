import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { betaAgentToolset20260401 } from '@anthropic-ai/sdk/tools/agent-toolset/node'
import { tempFolder } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { givenSimulator, request } from './testing/given-simulator.ts'

it("the SDK's tool runner carries out a script with its own tools, and its usage is what was served", async () => {
  const { simulator, client } = await givenSimulator({
    scripts: {
      work: {
        steps: [
          {
            thinking: 'I need a file.',
            text: 'I write it.',
            calls: [{ tool: 'write', input: { file_path: 'a.txt', content: 'one\n' } }],
          },
          { calls: [{ tool: 'edit', input: { file_path: 'a.txt', old_string: 'one', new_string: 'two' } }] },
          {
            calls: [
              { tool: 'read', input: { file_path: 'a.txt' } },
              { tool: 'bash', input: { command: 'cat a.txt > b.txt' } },
            ],
          },
          { text: 'a.txt is done.' },
        ],
      },
    },
  })
  const workdir = tempFolder('workdir')
  const tools = betaAgentToolset20260401({ workdir })
  onTestFinished(async () => {
    for (const tool of tools) await tool.close?.()
  })
  const runner = client.beta.messages.toolRunner({
    ...request('work'),
    stream: true,
    thread: false,
    tools,
    cache_control: { type: 'ephemeral' },
  })
  const usages = []
  const texts: string[] = []
  for await (const stream of runner) {
    const message = await stream.finalMessage()
    usages.push(message.usage)
    texts.push(...message.content.map((block) => (block.type === 'text' ? block.text : block.type)))
  }
  expect(texts).toEqual([
    ...['thinking', 'I write it.', 'tool_use', 'tool_use', 'tool_use', 'tool_use'],
    'a.txt is done.',
  ])
  expect(readFileSync(join(workdir, 'b.txt'), 'utf8')).toBe('two\n')
  expect(usages.map((usage) => usage.input_tokens)).toEqual(simulator.served.map(({ input }) => input))
  expect(usages.map((usage) => usage.output_tokens)).toEqual(simulator.served.map(({ output }) => output))
  expect(usages.map((usage) => usage.cache_read_input_tokens)).toEqual(
    simulator.served.map(({ cacheRead }) => cacheRead),
  )
  expect(usages.map((usage) => usage.cache_creation?.ephemeral_5m_input_tokens)).toEqual(
    simulator.served.map(({ cacheWrite5m }) => cacheWrite5m),
  )
  expect(simulator.served.map(({ turn, outcome, stopReason }) => [turn, outcome, stopReason])).toEqual([
    ...[1, 2, 3].map((turn) => [turn, 'complete', 'tool_use']),
    [4, 'complete', 'end_turn'],
  ])
  expect(simulator.served.slice(1).every(({ cacheRead }) => cacheRead > 0)).toBe(true)
})
