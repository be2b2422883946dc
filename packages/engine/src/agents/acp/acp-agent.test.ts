import { expect, it } from 'vitest'
import { lackingSettings, settingsFrom } from '../agent-settings.ts'
import { modelsOf } from '../models-of.ts'
import { acpAgent } from './acp-agent.ts'
import type { AcpSettings } from './acp-fields.ts'
import { acpPresets } from './presets.ts'

const settings = (values: object) => settingsFrom(acpAgent, values as Record<string, unknown>) as AcpSettings
const SERVER = { isSet: () => false, hasSettings: () => false, hasInHome: () => false, hasProgram: () => true }
const NO_PROGRAMS = { hasProgram: () => false }
const SIGNED_IN_WITHOUT_PROGRAMS = { ...NO_PROGRAMS, hasInHome: () => true }
const limits = { timeoutMs: 60_000, stallMs: 60_000, startedAt: 0 }

it('a task needs the preset or the command of an agent', () => {
  expect(lackingSettings(acpAgent, {})).toEqual([{ name: 'preset', why: expect.stringContaining('or the command') }])
  expect(lackingSettings(acpAgent, { preset: 'codex' })).toEqual([])
  expect(lackingSettings(acpAgent, { command: ['my-agent'] })).toEqual([])
})

it('D4: does tasks and resolves their conflicts, with the model of the plan or its own', () => {
  const start = (kind: 'WORK' | 'CONFLICT' | 'LEARNING') =>
    acpAgent.start({ kind, settings: settings({ preset: 'codex' }), model: null, resume: null, limits })
  const spec = {
    preset: 'codex',
    command: null,
    permissions: 'allow',
    mode: null,
    maxTurns: null,
    maxTokens: null,
    model: null,
    resume: null,
    limits,
  }
  expect(start('WORK')).toEqual({
    script: 'acp-host',
    before: 'acp-install',
    spec: { kind: 'WORK', ...spec },
  })
  expect(start('CONFLICT')).toMatchObject({ spec: { kind: 'CONFLICT' } })
  expect(start('LEARNING')).toBeNull()
})

it('S5: limits apply to the provider of the preset', () => {
  expect(acpPresets.map(({ name }) => modelsOf(settings({ preset: name })).provider)).toEqual([
    ...['anthropic', 'openai', 'opencode', 'google'],
  ])
  expect(modelsOf(settings({ command: ['my-agent'] })).provider).toBe('acp')
})

it('A2: an agent gets the variables of its own preset alone', () => {
  expect(acpAgent.variables(settings({ preset: 'codex' })).secret).not.toContain('ANTHROPIC_API_KEY')
  expect(acpAgent.variables(settings({ command: ['my-agent'] }))).toEqual({ secret: [], open: [] })
})

it.each([
  ['it is not signed in', { preset: 'claude-code' }, {}, /Claude Code is not signed in.*\/login.*ANTHROPIC_API_KEY/],
  ['npm is missing', { preset: 'gemini' }, SIGNED_IN_WITHOUT_PROGRAMS, /installed by npm/],
  ['its program is missing', { command: ['my-agent'] }, NO_PROGRAMS, /my-agent .* not in the PATH/],
  ['its path is wrong', { command: ['/my/agent'] }, NO_PROGRAMS, /\/my\/agent .* does not exist/],
])('a run is refused before it starts when %s, and the reason says what to do', (_, values, server, reason) => {
  expect(acpAgent.obstacle({ ...SERVER, ...server }, settings(values))).toMatch(reason)
})

it.each([
  [{ preset: 'claude-code' }, { hasInHome: (path: string) => path === '.claude/.credentials.json' }],
  [{ preset: 'opencode' }, { isSet: (name: string) => name === 'ANTHROPIC_API_KEY' }],
  [{ preset: 'codex', command: ['codex-acp'] }, { isSet: (name: string) => name === 'OPENAI_API_KEY' }],
  [{ command: ['./in-the-repository'] }, NO_PROGRAMS],
])('nothing prevents %j', (values, server) => {
  expect(acpAgent.obstacle({ ...SERVER, ...server }, settings(values))).toBeNull()
})

it('M1: the variables of a preset name the model, the address and the folder', () => {
  const variable = (name: string) => (name.endsWith('BASE_URL') ? 'http://127.0.0.1:1' : undefined)
  const given = { folder: '/folder', model: 'm', policy: 'allow', variable } as const
  const [claude, codex, opencode, gemini] = acpPresets.map((preset) => preset.environment(given))
  expect(claude).toMatchObject({ CLAUDE_CONFIG_DIR: '/folder', ANTHROPIC_MODEL: 'm' })
  expect(codex).toMatchObject({ CODEX_HOME: '/folder', MODEL_PROVIDER: 'coppice' })
  expect(JSON.parse(codex?.CODEX_CONFIG ?? '')).toMatchObject({ model: 'm' })
  expect(JSON.parse(opencode?.OPENCODE_CONFIG_CONTENT ?? '')).toMatchObject({
    model: 'm',
    provider: { anthropic: { options: { baseURL: 'http://127.0.0.1:1/v1' } } },
    permission: { bash: 'ask', edit: 'ask', external_directory: 'ask' },
  })
  expect(gemini).toMatchObject({ GEMINI_CLI_HOME: '/folder', GEMINI_MODEL: 'm' })
})
