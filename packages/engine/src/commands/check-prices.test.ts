import { expect, it } from 'vitest'
import { agents } from '../agents/registry.ts'
import type { ModelSettings } from '../domain/model-choice.ts'
import type { TaskRecord } from '../domain/records.ts'
import { InvalidInput } from '../domain/refusals.ts'
import { DEFAULT_TASK_SETTINGS, type TaskSettings } from '../domain/settings.ts'
import { KNOWN_PRICES } from '../money/known-prices.ts'
import { createPrices } from '../money/prices.ts'
import { checkPrices } from './check-prices.ts'

const deps = { prices: createPrices(KNOWN_PRICES), clock: { now: () => Date.parse('2026-11-30') }, agents }
const ACP = { kind: 'acp', preset: 'claude-code' } as TaskSettings['agent']
const COMMAND = { kind: 'command', run: 'true' } as TaskSettings['agent']
const rule = { priority: null, domain: null, agent: null, label: null }

/** Returns the messages of the refusal. */
function refusal(settings: Partial<TaskSettings>, models: Partial<ModelSettings> = {}): string[] {
  const own = { ...DEFAULT_TASK_SETTINGS, agent: { kind: 'anthropic' } as TaskSettings['agent'], ...settings }
  try {
    checkPrices(deps, [{ key: 'login', settings: own } as TaskRecord], { policy: [], tiers: {}, ...models })
    return []
  } catch (error) {
    if (error instanceof InvalidInput) return error.fields.map(({ message }) => message)
    throw error
  }
}

it('M1: a run with a budget is refused if a model that the plan names has no price, and the refusal names model and task', () => {
  expect(refusal({})).toEqual([])
  const pinned = refusal({ model: 'claude-unknown' })
  expect(pinned).toEqual([expect.stringContaining('the price of claude-unknown is not known (tasks login)')])
  expect(refusal({}, { tiers: { anthropic: { strong: 'claude-unknown' } } })).toEqual(pinned)
  expect(refusal({}, { tiers: { mine: { strong: 'claude-unknown' } } })).toEqual([])
  expect(refusal({ provider: 'mine' }, { tiers: { mine: { strong: 'claude-unknown' } } })).toEqual(pinned)
  expect(refusal({}, { policy: [{ ...rule, model: 'claude-unknown' }] })).toEqual(pinned)
  expect(refusal({}, { policy: [{ ...rule, label: 'x', model: 'claude-unknown' }] })).toEqual([])
  expect(refusal({ labels: ['x'] }, { policy: [{ ...rule, label: 'x', model: 'claude-unknown' }] })).toEqual(pinned)
  const always = { ...rule, model: 'claude-haiku-4-5' }
  const light = { ...rule, domain: 'api' as const, model: 'light' }
  expect(refusal({}, { policy: [light, always], tiers: { anthropic: { strong: 'claude-unknown' } } })).toEqual(pinned)
  expect(refusal({}, { policy: [always], tiers: { anthropic: { strong: 'claude-unknown' } } })).toEqual([])
})

it('M2: names that only an agent uses need no price, and neither does a model for the record', () => {
  const tiers = { acp: { light: 'haiku', standard: 'sonnet', strong: 'opus' } }
  expect(refusal({ agent: ACP }, { tiers })).toEqual([])
  expect(refusal({ agent: ACP, model: 'opus' })).toEqual([])
  expect(refusal({ agent: COMMAND, model: 'claude-unknown' })).toEqual([])
})
