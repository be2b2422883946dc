import { expect, it } from 'vitest'
import type { ModelCalled } from '../../domain/session-facts.ts'
import { KNOWN_PRICES } from '../../money/known-prices.ts'
import { createPrices } from '../../money/prices.ts'
import { FactFold } from './fact-fold.ts'

const call = (model: string, over: Partial<ModelCalled> = {}): ModelCalled => ({
  ...{ type: 'ModelCalled', requestId: 'r-1', model, partial: true, inputTokens: 1_000, outputTokens: null },
  ...{ cacheReadTokens: null, cacheWriteTokens: null, cacheWrite1hTokens: null, reportedCostMicroUsd: null },
  ...over,
})

function foldOf(...calls: ModelCalled[]): FactFold {
  const fold = new FactFold(createPrices(KNOWN_PRICES))
  fold.add(calls.map((fact, index) => ({ ...fact, sequence: index + 1, at: Date.parse('2026-11-30') })))
  return fold
}

it('M1: a request whose output is not reported yet is not unpriced, unless its model has no price', () => {
  const partial = call('claude-haiku-4-5')
  expect(foldOf(partial)).toMatchObject({ hasUnpricedRequest: false, metrics: { costMicroUsd: null } })
  expect(foldOf(call('claude-unknown')).hasUnpricedRequest).toBe(true)
  expect(foldOf(call('unknown', { inputTokens: null })).hasUnpricedRequest, 'a turn that failed').toBe(false)
  expect(foldOf(call('unknown', { inputTokens: null, partial: false })).hasUnpricedRequest).toBe(true)
  expect(foldOf(partial, { ...partial, partial: false }).hasUnpricedRequest).toBe(true)
  expect(foldOf(partial, { ...partial, partial: false, outputTokens: 10 }).hasUnpricedRequest).toBe(false)
})

it('M1: a request that the ledger contains keeps its cost, although the server was started with other prices meanwhile', () => {
  const rates = { input: 1_000_000, output: 0, cacheRead: null, cacheWrite: null, cacheWrite1h: null }
  const pricesOf = (input: number) =>
    createPrices({
      currency: 'USD',
      models: [{ model: 'm', source: 'test', checked: '2026-11-30', prices: [{ from: null, ...rates, input }] }],
    })
  const facts = ['a', 'b'].map((requestId, index) => ({
    ...{ ...call('m', { requestId, partial: false, outputTokens: 1 }), sequence: index + 1, at: index },
  }))
  const before = new FactFold(pricesOf(1_000_000))
  const stored = before.add(facts.slice(0, 1))
  const after = new FactFold(pricesOf(5_000_000), stored)
  after.add(facts.slice(0, 1))
  expect(after.metrics.costMicroUsd).toBe(1_000)
  expect(after.add(facts.slice(1)).map(({ cost }) => cost?.costMicroUsd)).toEqual([5_000])
  expect(after.metrics.costMicroUsd).toBe(6_000)
})

it('M2: a session waits for money until a request follows its question', () => {
  const asked = { type: 'MoneyAsked', spentMicroUsd: 7, sequence: 1, at: 0 } as const
  const fold = new FactFold(createPrices(KNOWN_PRICES))
  fold.add([asked])
  expect(fold.moneyAsk).toMatchObject({ sequence: 1, spentMicroUsd: 7 })
  fold.add([{ ...call('claude-haiku-4-5'), sequence: 2, at: 0 }])
  expect(fold.moneyAsk).toBeNull()
})

it('M2: a request costs its money on the day (UTC) on which it began, also when it ends on the next', () => {
  const midnight = Date.parse('2026-12-01')
  const fold = new FactFold(createPrices(KNOWN_PRICES))
  const begun = call('claude-haiku-4-5')
  const ended = { ...begun, partial: false, outputTokens: 10 }
  const facts = [
    { ...begun, at: midnight - 1 },
    { ...ended, at: midnight + 1 },
    { ...ended, requestId: 'r-2', at: midnight },
  ]
  fold.add(facts.map((fact, index) => ({ ...fact, sequence: index + 1 })))
  const half = (fold.metrics.costMicroUsd ?? 0) / 2
  expect(half).toBeGreaterThan(0)
  expect(fold.costByDay).toEqual(
    new Map([
      ['2026-11-30', half],
      ['2026-12-01', half],
    ]),
  )
})
