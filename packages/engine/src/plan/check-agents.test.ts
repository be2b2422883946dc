import { expect, it, vi } from 'vitest'
import type { Agent } from '../ports/agent.ts'
import { parsePlan } from './parse-plan.ts'

/** The plan reader with one more kind of agent, which needs a setting of its own. */
vi.mock('../agents/registry.ts', async (original) => {
  const { agents } = await original<typeof import('../agents/registry.ts')>()
  const { needed } = await import('../agents/agent-field.ts')
  const { text } = await import('../shapes/scalars.ts')
  const command = agents.get('command') as Agent
  const words = needed(text, { doc: 'What it says.', why: 'an echo needs words' })
  return { agents: new Map([...agents, ['echo', { ...command, kind: 'echo', fields: { words } }]]) }
})

const planOf = (...tasks: object[]) =>
  JSON.stringify({ defaults: { agent: 'echo', words: 'hi', run: './all.sh' }, epics: [{ key: 'e', tasks }] })

it('P1: a setting of another kind of agent in a task is refused with the task and what to do, every one at once', () => {
  const parsed = parsePlan(
    planOf(
      { key: 'a', description: 'd', run: './a.sh' },
      { key: 'b', description: 'd' },
      { key: 'c', description: 'd', agent: 'command', words: 'ho' },
      { key: 'd', description: 'd', agent: 'command', run: './d.sh' },
    ),
  )
  expect(parsed.ok ? [] : parsed.problems.map(({ path, message }) => [path, message])).toEqual([
    [
      'epics[0].tasks[0].run',
      '"run" has no effect in the task a: it is a setting of agent command, and the agent of this task is echo. Remove "run", or write "agent: command"',
    ],
    [
      'epics[0].tasks[2].words',
      '"words" has no effect in the task c: it is a setting of agent echo, and the agent of this task is command. Remove "words", or write "agent: echo"',
    ],
  ])
})

it('settings of several kinds may be in the defaults, for the tasks that have such an agent', () => {
  const parsed = parsePlan(planOf({ key: 'a', description: 'd' }, { key: 'b', description: 'd', agent: 'command' }))
  expect(parsed.ok ? parsed.plan.epics[0]?.tasks.map(({ settings }) => settings.agent) : parsed.problems).toEqual([
    { kind: 'echo', words: 'hi' },
    { kind: 'command', run: './all.sh', resolve: null, output: 'text', billing: 'tokens' },
  ])
})
