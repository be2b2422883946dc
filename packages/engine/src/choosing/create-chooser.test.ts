import { expect, it } from 'vitest'
import type { AgentModels, ModelResult } from '../domain/model-choice.ts'
import type { ChoosableTask } from '../domain/session-choice.ts'
import { DEFAULT_TASK_SETTINGS, type ProjectSettings, type TaskSettings } from '../domain/settings.ts'
import { type ChooserInputs, createChooser } from './create-chooser.ts'

const task = (description: string, settings: Partial<TaskSettings> = {}): ChoosableTask => ({
  id: description,
  description,
  action: null,
  priority: 999,
  dependsOn: [],
  agent: 'anthropic',
  model: null,
  settings: { ...DEFAULT_TASK_SETTINGS, agent: { kind: 'anthropic' }, ...settings },
  attempts: 0,
  qualityFailures: 0,
})
const ANTHROPIC: AgentModels = { provider: 'anthropic', takesModel: true, defaultModel: 'claude-sonnet-5-5' }
const chooser = (
  settings: Partial<Pick<ProjectSettings, 'models' | 'domains'>> = {},
  more: Partial<ChooserInputs> = {},
) =>
  createChooser({
    settings: { models: { tiers: {}, policy: [] }, domains: {}, ...settings },
    modelsOf: () => ANTHROPIC,
    results: [],
    costOf: () => null,
    ...more,
  })

it('M3: chooses from the text, the domain and the files of a task', () => {
  expect(chooser()(task('Fix a typo'))).toMatchObject({ model: 'claude-haiku-5-5', provider: 'anthropic' })
  expect(chooser()(task('Add it', { files: ['src/api/a.ts'] }))).toMatchObject({ domain: 'api' })
  expect(chooser()(task('Add an endpoint', { domain: 'security' }))).toMatchObject({
    domain: 'security',
    choice: { domainWords: [], complexity: { signals: [{ what: 'the domain security', weight: 1 }] } },
  })
})

it('E1: the words of the project decide too', () => {
  const own = chooser({ domains: { api: { words: ['bridge'], paths: [] } } })
  expect([own, chooser()].map((choose) => choose(task('Add the bridge')).domain)).toEqual(['api', 'general'])
})

it('M3: a plan names tiers by the provider or by the kind of agent', () => {
  const models = { policy: [], tiers: { mine: { standard: 'a' }, acp: { standard: 'b' } } }
  const acp = { modelsOf: () => ({ provider: 'openai', takesModel: true, defaultModel: null }) }
  const ofAcp = { agent: { kind: 'acp' } }
  expect(chooser({ models }, acp)(task('Add it', { ...ofAcp, provider: 'mine' })).model).toBe('a')
  expect(chooser({ models }, acp)(task('Add it', ofAcp)).model).toBe('b')
  expect(chooser({}, acp)(task('Add it', ofAcp))).toMatchObject({ model: null, provider: 'openai' })
})

it('M3: only results in the domain of the task count, and each model has the cost that is estimated for this domain', () => {
  const result = (domain: ModelResult['domain']): ModelResult => ({
    ...{ model: 'claude-sonnet-5-5', domain, averageCostMicroUsd: null },
    ...{ samples: 20, merged: 0 },
  })
  const costOf: ChooserInputs['costOf'] = (model, domain) => (model === 'claude-sonnet-5-5' ? domain.length : null)
  const choose = chooser({}, { results: [result('database'), result('testing')], costOf })
  const inDatabase = choose(task('Add a query')).choice
  expect(inDatabase).toMatchObject({ model: 'claude-opus-5-5', results: [{ domain: 'database' }] })
  expect(inDatabase?.alternatives.at(-1)).toMatchObject({ model: 'claude-sonnet-5-5', estimatedCostMicroUsd: 8 })
  expect(choose(task('Add an endpoint')).choice).toMatchObject({
    ...{ model: 'claude-sonnet-5-5', estimatedCostMicroUsd: 3, results: [] },
  })
})
