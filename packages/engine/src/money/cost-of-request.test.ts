import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DatedPrice } from '../domain/rates.ts'
import type { ModelCalled } from '../domain/session-facts.ts'
import { costOfRequest, ledgerEntry } from './cost-of-request.ts'
import { KNOWN_PRICES } from './known-prices.ts'
import type { PriceList } from './price-list.ts'
import { createPrices } from './prices.ts'

const rates = {
  input: 3_000_000,
  output: 15_000_000,
  cacheRead: 300_000,
  cacheWrite: 3_750_000,
  cacheWrite1h: 6_000_000,
}
const price: DatedPrice = { from: null, ...rates }
const call = (tokens: Partial<ModelCalled> = {}): ModelCalled => ({
  ...{ type: 'ModelCalled', requestId: 'r', model: 'm', partial: false, reportedCostMicroUsd: null },
  ...{ inputTokens: 0, outputTokens: 0, cacheReadTokens: null, cacheWriteTokens: null, cacheWrite1hTokens: null },
  ...tokens,
})
const listOf = (model: string, ...prices: DatedPrice[]): PriceList => ({
  currency: 'USD',
  models: [{ model, source: 'test', checked: '2026-11-30', prices }],
})

describe('the cost of a request', () => {
  it('M1: prices each kind of token apart, the writes to the cache for an hour too', () => {
    // 1,801 × $3 + 77 × $15 + 1,720 × $0.30 + 400 × $3.75 + 1,000 × $6, each for a million: 5403 + 1155 + 516 + 1500 + 6000.
    const tokens = { inputTokens: 1_801, outputTokens: 77, cacheReadTokens: 1_720 }
    const written = { cacheWriteTokens: 400, cacheWrite1hTokens: 1_000 }
    expect(costOfRequest(call({ ...tokens, ...written }), price)).toEqual({
      ...{ inputMicroUsd: 5_403, outputMicroUsd: 1_155, cacheReadMicroUsd: 516, cacheWriteMicroUsd: 7_500 },
      costMicroUsd: 14_574,
    })
  })

  it('is rounded once, a half upwards, and its parts add up to it', () => {
    // Exactly 0.3 + 3.75 = 4.05 and 0.3 + 0.3 × 4 + 3.75 × 2 = 9.0.
    expect(costOfRequest(call({ cacheReadTokens: 1, cacheWriteTokens: 1 }), price)?.costMicroUsd).toBe(4)
    expect(costOfRequest(call({ cacheReadTokens: 5, cacheWriteTokens: 2 }), price)?.costMicroUsd).toBe(9)
    const half = { ...price, input: 500_000 }
    expect(costOfRequest(call({ inputTokens: 1 }), half)?.costMicroUsd).toBe(1)
    const count = fc.nat(10_000_000)
    fc.assert(
      fc.property(count, count, count, count, count, fc.nat(700_000_000), (i, o, r, w, h, input) => {
        const used = { inputTokens: i, outputTokens: o, cacheReadTokens: r, cacheWriteTokens: w, cacheWrite1hTokens: h }
        const cost = costOfRequest(call(used), { ...price, input })
        const { costMicroUsd = 0, ...parts } = cost ?? {}
        expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(costMicroUsd)
        const exact =
          BigInt(i) * BigInt(input) +
          BigInt(o) * 15_000_000n +
          BigInt(r) * 300_000n +
          BigInt(w) * 3_750_000n +
          BigInt(h) * 6_000_000n
        const error = BigInt(costMicroUsd) * 1_000_000n - exact
        expect(error <= 500_000n && error > -500_000n).toBe(true)
      }),
    )
  })

  it('M1: is unknown, and not 0, when tokens were not reported or a kind of token that was used has no rate', () => {
    expect(costOfRequest(call({ inputTokens: null }), price)).toBeNull()
    expect(costOfRequest(call({ outputTokens: null }), price)).toBeNull()
    const without = { ...price, cacheWrite1h: null }
    expect(costOfRequest(call({ cacheWrite1hTokens: 1 }), without)).toBeNull()
    expect(costOfRequest(call({ inputTokens: 1_000, cacheWrite1hTokens: 0 }), without)?.costMicroUsd).toBe(3_000)
  })

  it('has the higher rates when the request has more input tokens than their limit, cached ones included', () => {
    const long = { ...price, above: { inputTokens: 200_000, ...rates, input: 6_000_000 } }
    const costOf = (inputTokens: number, cacheReadTokens: number) =>
      costOfRequest(call({ inputTokens, cacheReadTokens }), long)?.inputMicroUsd
    expect(costOf(100_000, 100_000)).toBe(300_000)
    expect(costOf(100_000, 100_001)).toBe(600_000)
    const joined = call({ inputTokens: 300_000, joined: true })
    expect(costOfRequest(joined, long)?.inputMicroUsd, 'many short requests').toBe(900_000)
  })
})

describe('the price of a model', () => {
  const midnight = Date.parse('2026-12-01T00:00:00Z')
  const cheaper = { ...price, input: 2_000_000, from: '2026-12-01' }

  it('M1: is the one of the time at which the request began: it changes at midnight UTC', () => {
    const prices = createPrices(listOf('m', price, cheaper))
    const inputTokens = 1_000_000
    const costAt = (at: number) => ledgerEntry({ ...call({ inputTokens }), at }, prices).cost?.costMicroUsd
    expect([costAt(midnight - 1), costAt(midnight), costAt(midnight + 1)]).toEqual([3_000_000, 2_000_000, 2_000_000])
  })

  it('M1: is not known for a similar id, and before the first day of a price', () => {
    const prices = createPrices(KNOWN_PRICES, listOf('later', cheaper))
    expect(prices.priceAt('claude-sonnet-4-5-20250929', midnight)?.input).toBe(3_000_000)
    expect(prices.priceAt('claude-sonnet-4-5-x', midnight)).toBeNull()
    expect(prices.priceAt('CLAUDE-SONNET-4-5', midnight)).toBeNull()
    expect(prices.priceAt('later', midnight - 1)).toBeNull()
    expect(ledgerEntry({ ...call({ model: 'unknown' }), at: midnight }, prices).cost).toBeNull()
  })

  it("is the user's own when a later list has the model", () => {
    const prices = createPrices(KNOWN_PRICES, listOf('claude-sonnet-4-5', cheaper))
    expect(prices.priceAt('claude-sonnet-4-5', midnight)?.input).toBe(2_000_000)
    expect(prices.priceAt('claude-sonnet-4-5-20250929', midnight)?.input, 'its dated id').toBe(2_000_000)
    expect(prices.originOf('claude-sonnet-4-5')?.source).toBe('test')
    const models = [listOf('claude-sonnet-4-5', cheaper), listOf('claude-sonnet-4-5-20250929', price)]
    const both: PriceList = { currency: 'USD', models: models.flatMap((list) => list.models) }
    expect(createPrices(KNOWN_PRICES, both).priceAt('claude-sonnet-4-5-20250929', midnight)?.input).toBe(3_000_000)
    expect(prices.priceAt('claude-opus-4-5', midnight)?.input).toBe(5_000_000)
  })
})
