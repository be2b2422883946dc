import { expect, it } from 'vitest'
import { costVersion, spendingVersion } from './spending-version.ts'

const run = { lastSequence: 7, budgetUsd: null, status: 'RUNNING' as const }
const agent = (inputTokens: number) =>
  new Map([['t', { sessionId: 's', usage: { inputTokens, outputTokens: 1, costUsd: null } }]])

it('without a budget, no event makes the page read budgets, except a pause and a new budget', () => {
  const before = spendingVersion(run, agent(1), false)
  expect(spendingVersion({ ...run, lastSequence: 8 }, agent(2), false)).toBe(before)
  expect(spendingVersion({ ...run, status: 'CANCELLED' }, agent(1), false)).toBe(before)
  expect(spendingVersion({ ...run, status: 'PAUSED' }, agent(1), false)).not.toBe(before)
  expect(spendingVersion({ ...run, budgetUsd: 1 }, agent(1), false)).not.toBe(before)
})

it('with a budget, each event and the usage of an agent make the page read budgets', () => {
  const before = spendingVersion(run, agent(1), true)
  expect(spendingVersion({ ...run, lastSequence: 8 }, agent(1), true)).not.toBe(before)
  expect(spendingVersion(run, agent(2), true)).not.toBe(before)
})

it('costs are read again with each event, the usage of an agent and a new budget, and not while nothing changes', () => {
  const before = costVersion(run, agent(1))
  expect(costVersion({ ...run }, agent(1))).toBe(before)
  expect(costVersion({ ...run, lastSequence: 8 }, agent(1))).not.toBe(before)
  expect(costVersion(run, agent(2))).not.toBe(before)
  expect(costVersion({ ...run, budgetUsd: 1 }, agent(1))).not.toBe(before)
})
