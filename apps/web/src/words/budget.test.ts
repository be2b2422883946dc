import { describe, expect, it } from 'vitest'
import { typedBudget } from './budget.ts'

describe('a budget that a person typed', () => {
  it('is an amount in dollars, or no limit when the field is empty', () => {
    expect(['7.50', ' $5 ', '0.000001', '1000000', '', '  '].map((text) => typedBudget(text))).toEqual(
      [7.5, 5, 0.000001, 1_000_000, null, null].map((usd) => ({ usd, error: null })),
    )
  })

  it.each(['x', '1,000', '-1', '7.', '1e3', '$', '0.0000001', '12345678'])('says that %s is not an amount', (text) => {
    expect(typedBudget(text).error).toMatch(/^This is not an amount/)
  })

  it('is above 0 and not above what the server takes', () => {
    expect(typedBudget('0').error).toMatch(/above 0/)
    expect(typedBudget('0.00').error).toMatch(/above 0/)
    expect(typedBudget('1000000.01').error).toMatch(/at most 1000000/)
  })
})
