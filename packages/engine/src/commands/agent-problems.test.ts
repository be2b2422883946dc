import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { secret } from '../agents/agent-field.ts'
import { agents as shipped } from '../agents/registry.ts'
import { DEFAULT_TASK_SETTINGS } from '../domain/settings.ts'
import { createSecretKeeper } from '../hosts/shell/passed-variables.ts'
import type { Agent } from '../ports/agent.ts'
import { agentProblems } from './agent-problems.ts'
import { learnerProblems } from './learner-problems.ts'

const model: Agent = {
  ...(shipped.get('command') as Agent),
  kind: 'model',
  fields: { token: secret({ doc: 'The key of the API.', value: null }) },
}
const { passed } = createSecretKeeper({ SET: 'open-sesame' }, [])
const deps = { agents: new Map([['model', model]]), passed, env: {} }
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

it('a problem of several tasks is said once, with their number', () => {
  const tasks = ['a', 'b', 'c'].map((key) => task(key, { kind: 'other' }))
  expect(agentProblems(deps, tasks)).toEqual([
    { path: 'tasks.a.agent', message: expect.stringMatching(/no agent other.*same is true for 2 more tasks$/) },
  ])
})

it('E2: a model cannot learn on a server without a key, and the problem says what to do', () => {
  const learning = { model: 'claude-haiku-4-5' }
  const of = (env: Record<string, string>, agents = shipped) =>
    learnerProblems({ agents, passed: createSecretKeeper(env, []).passed, env: {} }, { learning })
  expect(of({})).toEqual([
    { path: 'expertise.learn', message: expect.stringMatching(/ANTHROPIC_API_KEY.*remove "learn: model"/) },
  ])
  expect(of({ ANTHROPIC_API_KEY: 'sk' })).toEqual([])
  expect(of({}, new Map())).toMatchObject([{ message: expect.stringContaining('no agents of the kind anthropic') }])
  expect(learnerProblems({ agents: new Map(), passed, env: {} }, { learning: null })).toEqual([])
})

it('a kind of agent that the server does not have is a problem', () => {
  expect(agentProblems(deps, [task('a', { kind: 'other' })])).toMatchObject([{ path: 'tasks.a.agent' }])
})

it('a kind of agent may ask for a program that the server may run', () => {
  const { passed } = createSecretKeeper({}, [])
  const given = (path: string) => {
    const obstacle: Agent['obstacle'] = ({ hasProgram }) => (hasProgram(path) ? null : 'install it')
    const agents = new Map([['model', { ...model, obstacle }]])
    return agentProblems({ agents, env: { PATH: '/nowhere:/bin' }, passed }, [task('a', { kind: 'model' })])
  }
  expect(given('/bin/sh')).toEqual([])
  expect(given('sh')).toEqual([])
  expect(given('no-such-program')).toMatchObject([{ message: 'install it' }])
  expect(given('/bin/no-such-program')).toMatchObject([{ message: 'install it' }])
  expect(given('/etc/passwd')).toMatchObject([{ message: 'install it' }])
})

it('a kind of agent that says why it cannot run here is a problem; it may ask for variables and for settings of the user', () => {
  const home = tempFolder()
  mkdirSync(join(home, '.config', 'model'), { recursive: true })
  const obstacle: Agent['obstacle'] = ({ isSet, hasSettings }) =>
    isSet('KEY') || hasSettings('model') ? null : 'set KEY in the server'
  const needsKey = { agents: new Map([['model', { ...model, obstacle }]]), env: {} }
  const given = (environment: Record<string, string>, env: Record<string, string> = {}) => {
    const { passed } = createSecretKeeper(environment, [])
    return agentProblems({ ...needsKey, passed, env }, [task('a', { kind: 'model' })])
  }
  expect(given({})).toEqual([{ path: 'tasks.a.agent', message: 'set KEY in the server' }])
  expect(given({ KEY: 'open-sesame' })).toEqual([])
  expect(given({}, { HOME: home })).toEqual([])
  expect(given({}, { XDG_CONFIG_HOME: join(home, '.config') })).toEqual([])
  expect(given({}, { HOME: home, XDG_CONFIG_HOME: home })).toHaveLength(1)
})

it('in a sandbox, an agent that only a file of the user signs in is a problem; a variable is enough', () => {
  const obstacle: Agent['obstacle'] = ({ isSet, hasInHome }) => (isSet('KEY') || hasInHome('.key') ? null : 'sign in')
  const agents = new Map([['model', { ...model, obstacle }]])
  const home = tempFolder()
  writeFileSync(join(home, '.key'), '')
  const confined = {
    key: 'a',
    settings: { ...DEFAULT_TASK_SETTINGS, agent: { kind: 'model' }, sandbox: 'on' as const },
  }
  const given = (environment: Record<string, string>, canConfine: boolean) => {
    const { passed } = createSecretKeeper(environment, [])
    return agentProblems({ agents, env: { HOME: home }, passed }, [confined], canConfine)
  }
  expect(given({}, true)).toMatchObject([
    { message: expect.stringMatching(/^sign in\. In a sandbox, only a variable/) },
  ])
  expect(given({}, false)).toEqual([])
  expect(given({ KEY: 'x' }, true)).toEqual([])
})

it.each([
  [{ kind: 'anthropic', baseUrl: null }, ['ANTHROPIC_PROFILE'], 1],
  [{ kind: 'anthropic', baseUrl: null }, ['ANTHROPIC_PROFILE', 'ANTHROPIC_CONFIG_DIR'], 0],
  [{ kind: 'anthropic', baseUrl: null }, ['ANTHROPIC_FEDERATION_RULE_ID'], 1],
  [{ kind: 'anthropic', baseUrl: null }, ['ANTHROPIC_API_KEY'], 0],
  [{ kind: 'acp', preset: 'claude-code' }, ['CLAUDE_CODE_USE_VERTEX'], 1],
  [{ kind: 'acp', preset: 'claude-code' }, ['CLAUDE_CODE_USE_BEDROCK'], 1],
  [{ kind: 'acp', preset: 'claude-code' }, ['CLAUDE_CODE_USE_BEDROCK', 'AWS_BEARER_TOKEN_BEDROCK'], 0],
  [{ kind: 'acp', preset: 'gemini' }, ['GOOGLE_GENAI_USE_VERTEXAI'], 1],
])(
  'in a sandbox, a variable that leads to files of the home signs no agent in: %j %j',
  (agent, variables, problems) => {
    const { passed } = createSecretKeeper(Object.fromEntries(variables.map((name) => [name, 'open-sesame'])), [])
    const tasks = [{ key: 'a', settings: { ...DEFAULT_TASK_SETTINGS, agent, sandbox: 'on' as const } }]
    const deps = { agents: shipped, env: { PATH: '/bin:/usr/bin' }, passed }
    const found = (canConfine: boolean) =>
      agentProblems(deps, tasks, canConfine).filter(({ message }) => message.includes('In a sandbox'))
    expect(found(true)).toHaveLength(problems)
    expect(found(false)).toEqual([])
  },
)
