import { expect, it } from 'vitest'
import { modelsOf } from '../models-of.ts'
import { anthropicAgent } from './anthropic-agent.ts'

const settings = {
  kind: 'anthropic',
  maxTurns: 200,
  maxTokens: null,
  baseUrl: null,
  apiKey: null,
  askBefore: [],
} as const
const SERVER = { isSet: () => false, hasSettings: () => false, hasInHome: () => false, hasProgram: () => true }
const limits = { timeoutMs: 60_000, stallMs: 60_000, startedAt: 0 }
const start = (kind: 'WORK' | 'CONFLICT' | 'LEARNING', model: string | null) =>
  anthropicAgent.start({ kind, settings, model, resume: null, limits })

it('D4: does tasks and resolves their conflicts, with the model that was chosen', () => {
  const spec = { model: 'claude-x', maxTurns: 200, maxTokens: null, askBefore: [], resume: null, limits }
  expect(start('WORK', 'claude-x')).toEqual({ script: 'anthropic-host', spec: { kind: 'WORK', ...spec } })
  expect(start('CONFLICT', 'claude-x')).toMatchObject({ spec: { kind: 'CONFLICT' } })
  expect(start('LEARNING', 'claude-x')).toMatchObject({ spec: { kind: 'LEARNING', model: 'claude-x' } })
})

it.each([
  [[], false, true],
  [['ANTHROPIC_BASE_URL'], false, true],
  [['ANTHROPIC_API_KEY'], false, false],
  [['ANTHROPIC_AUTH_TOKEN'], false, false],
  [['ANTHROPIC_PROFILE'], false, false],
  [[], true, false],
])('without a key it cannot run: variables %j, a profile of the SDK: %s', (variables, hasProfile, isRefused) => {
  const server = {
    ...SERVER,
    isSet: (name: string) => variables.includes(name),
    hasSettings: (path: string) => hasProfile && path === 'anthropic/configs',
  }
  const obstacle = anthropicAgent.obstacle(server, settings)
  if (isRefused) expect(obstacle).toMatch(/needs a key .*start it again with ANTHROPIC_API_KEY set/)
  else expect(obstacle).toBeNull()
})

it('A2: with another server it needs no key of Anthropic, and gets none', () => {
  const elsewhere = { ...settings, baseUrl: 'http://127.0.0.1:4200' }
  expect(anthropicAgent.obstacle(SERVER, elsewhere)).toBeNull()
  expect(anthropicAgent.variables(elsewhere)).toEqual({ secret: [], open: [] })
  const env = (apiKey: string | null) =>
    anthropicAgent.start({ kind: 'WORK', settings: { ...elsewhere, apiKey }, model: 'm', resume: null, limits })?.env
  expect(env('sk-other')).toEqual({ ANTHROPIC_BASE_URL: elsewhere.baseUrl, ANTHROPIC_API_KEY: 'sk-other' })
  expect(env(null)).toMatchObject({ ANTHROPIC_API_KEY: 'no-key-is-needed' })
})

it('S5: limits apply to the server that the agent asks, and the models stay those of Anthropic', () => {
  const at = (baseUrl: string | null) => modelsOf({ ...settings, baseUrl })
  expect(at(null)).toEqual({ provider: 'anthropic', takesModel: true, defaultModel: 'claude-sonnet-5-5' })
  expect(at('http://127.0.0.1:4200/v1')).toEqual({ ...at(null), provider: '127.0.0.1:4200' })
  // A server whose name is that of a provider is told apart by its port.
  expect(at('http://anthropic').provider).toBe('anthropic:80')
  expect(at('http://no.port:99999').provider).toBe('http://no.port:99999')
})

it('without bash it cannot run, and the reason says what to do', () => {
  const given = (program: string) =>
    anthropicAgent.obstacle({ ...SERVER, isSet: () => true, hasProgram: (path) => path === program }, settings)
  expect(given('/bin/bash')).toBeNull()
  expect(given('/bin/sh')).toMatch(/needs the shell \/bin\/bash.*Install bash/)
})

it('S6: a line of its host is a fact, and an empty line only a sign of life', () => {
  const said = { type: 'Said', text: 'hello' }
  expect(anthropicAgent.facts('stdout', JSON.stringify(said), 0)).toEqual([said])
  expect(anthropicAgent.facts('stdout', '', 0)).toEqual([])
  expect(anthropicAgent.facts('stderr', 'a warning', 0)).toEqual([
    { type: 'Printed', stream: 'stderr', text: 'a warning' },
  ])
})

it('S5: a host that was killed is a failure of infrastructure, and one that SIGTERM ended was interrupted', () => {
  expect(anthropicAgent.crash(143)).toBe('interrupted')
  expect(anthropicAgent.crash(137)).toEqual({ class: 'infrastructure', reason: expect.stringContaining('137') })
})
