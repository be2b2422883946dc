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
  expect(foldOf(partial, { ...partial, partial: false }).hasUnpricedRequest).toBe(true)
  expect(foldOf(partial, { ...partial, partial: false, outputTokens: 10 }).hasUnpricedRequest).toBe(false)
})
