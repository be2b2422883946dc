import { expect, it } from 'vitest'
import { secret } from '../agents/agent-field.ts'
import { agents as shipped } from '../agents/registry.ts'
import { DEFAULT_TASK_SETTINGS } from '../domain/settings.ts'
import { createSecretKeeper } from '../hosts/shell/passed-variables.ts'
import type { Agent } from '../ports/agent.ts'
import { agentProblems } from './agent-problems.ts'

const model: Agent = {
  ...(shipped.get('command') as Agent),
  kind: 'model',
  fields: { token: secret({ doc: 'The key of the API.', value: null }) },
}
const deps = { agents: new Map([['model', model]]), passed: createSecretKeeper({ SET: 'open-sesame' }, []).passed }
const task = (key: string, agent: { kind: string; token?: string | null }) => ({
  key,
  settings: { ...DEFAULT_TASK_SETTINGS, agent },
})

it('A2: a secret that the server does not have is a problem that names its variable and says what to do', () => {
  const tasks = [task('a', { kind: 'model', token: 'SET' }), task('b', { kind: 'model', token: 'NOT_SET' })]
  expect(agentProblems(deps, [...tasks, task('c', { kind: 'model', token: null })])).toEqual([
    { path: 'tasks.b.token', message: expect.stringMatching(/NOT_SET.*start it again with NOT_SET set/) },
  ])
})

it('a kind of agent that the server does not have is a problem', () => {
  expect(agentProblems(deps, [task('a', { kind: 'other' })])).toMatchObject([{ path: 'tasks.a.agent' }])
})
