import { describe, expect, it } from 'vitest'
import { estimateCost } from './estimate-cost.ts'
import { KNOWN_PRICES } from './known-prices.ts'
import { createPrices } from './prices.ts'

const prices = createPrices(KNOWN_PRICES)
const haiku = (domain: string, ...costs: number[]) =>
  costs.map((costMicroUsd) => ({ model: 'claude-haiku-4-5', domain, costMicroUsd }))
const estimate = (past: ReturnType<typeof haiku>, model: string | null = 'claude-haiku-4-5') =>
  estimateCost({ model, domain: 'api' }, past, prices, Date.parse('2026-11-30'))

describe('the estimate of the cost of a session', () => {
  it('M2: is what nine of ten earlier sessions with the model and the domain did not exceed, from five sessions on', () => {
    expect(estimate(haiku('api', 50, 10, 20, 40, 30))).toEqual({ microUsd: 50, isLearned: true })
    expect(estimate(haiku('api', ...Array.from({ length: 20 }, (_, index) => index + 1)))?.microUsd).toBe(18)
    expect(estimate([...haiku('api', 1, 2, 3, 4), ...haiku('testing', 90)])).toEqual({ microUsd: 90, isLearned: true })
  })

  it('M2: without enough sessions, it is a usual number of tokens at the price of the model', () => {
    // 60,000 × $1 + 20,000 × $5 + 1,500,000 × $0.10 + 100,000 × $1.25, each for a million.
    expect(estimate(haiku('api', 1, 2, 3, 4))).toEqual({ microUsd: 435_000, isLearned: false })
    expect(estimate([], null)).toEqual({ microUsd: 1_000_000, isLearned: false })
  })

  it('M2: for a name that only the agent uses, it is that of an agent which chooses its model itself, until sessions show more', () => {
    const ofOwn = (...costs: number[]) => {
      const past = costs.map((costMicroUsd) => ({ model: 'opus', domain: 'api', costMicroUsd }))
      return estimateCost({ model: 'opus', domain: 'api', isOwnName: true }, past, prices, 0)
    }
    expect(ofOwn()).toEqual({ microUsd: 1_000_000, isLearned: false })
    expect(ofOwn(1, 2, 3, 4, 5)).toEqual({ microUsd: 5, isLearned: true })
  })

  it('M1: does not exist when the price of the model is not known', () => {
    expect(estimate(haiku('api', 1, 2, 3, 4, 5), 'claude-unknown')).toBeNull()
  })
})
