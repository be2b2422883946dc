import { describe, expect, it } from 'vitest'
import type { ModelPrices } from '../../packages/engine/src/money/price-list.ts'
import { type GenaiPrices, genaiRates } from './genai-prices.ts'
import { joinedRates } from './joined-rates.ts'
import { piRates } from './pi-ai.ts'
import { refreshedList } from './refreshed-list.ts'

/** Finds a model by the beginning of its id, as the package does. */
const genai: GenaiPrices = {
  calcPrice: (_usage, model) =>
    model.startsWith('sonnet-5')
      ? { model: { id: 'sonnet-5' }, model_price: { input_mtok: 2, output_mtok: 10 } }
      : null,
}
const rates = { input: 2_000_000, output: 10_000_000, cacheRead: null, cacheWrite: null, cacheWrite1h: null }
const entry: ModelPrices = { model: 'm', source: 'x', checked: '2026-01-01', prices: [{ from: null, ...rates }] }

describe('the comparison of prices', () => {
  it('M1: takes no price of a similar model', () => {
    expect(genaiRates(genai, 'anthropic', 'sonnet-5')).toEqual(rates)
    expect(genaiRates(genai, 'anthropic', 'sonnet-5-5')).toBeNull()
  })

  it('converts dollars without the error of a float, and takes 0 for a cache as not known', () => {
    const cost = { input: 0.1 + 0.2, output: 1.15, cacheRead: 0.0375, cacheWrite: 0 }
    expect(piRates({ one: { id: 'm', cost } }, 'm')).toEqual({
      ...{ input: 300_000, output: 1_150_000, cacheRead: 37_500, cacheWrite: null, cacheWrite1h: null },
    })
    expect(piRates({ one: { id: 'm', cost } }, 'M')).toBeNull()
  })

  it('joins what only one package knows, and refuses what they know differently', () => {
    expect(joinedRates({ ...rates, cacheWrite1h: 4 }, { ...rates, cacheRead: 1 })).toEqual({
      rates: { ...rates, cacheRead: 1, cacheWrite1h: 4 },
    })
    expect(joinedRates(rates, { ...rates, output: 9 })).toEqual({ differ: ['output is 10000000 or 9'] })
    expect(joinedRates(null, null)).toBeNull()
  })

  it('adds a changed price from today on, and keeps the earlier one and a later one', () => {
    const later = { from: '2027-01-01', ...rates, input: 7 }
    const published = { joined: { rates: { ...rates, input: 5 } }, packages: ['p'] }
    const list = { currency: 'USD', models: [{ ...entry, prices: [...entry.prices, later] }] } as const
    const { list: refreshed, findings } = refreshedList(list, () => published, '2026-11-30')
    expect(findings).toEqual(['m: the price has changed'])
    expect(refreshed.models[0]?.prices).toEqual([entry.prices[0], { from: '2026-11-30', ...rates, input: 5 }, later])
    expect(refreshedList(refreshed, () => published, '2026-12-24').findings).toEqual([])
  })

  it('leaves a model as it is when no package knows it or they differ', () => {
    const list = { currency: 'USD', models: [entry] } as const
    for (const joined of [null, { differ: ['input is 1 or 2'] }])
      expect(refreshedList(list, () => ({ joined, packages: [] }), '2026-11-30')).toMatchObject({
        list,
        findings: [expect.stringMatching(/^m: /)],
      })
  })
})
