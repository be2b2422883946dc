import { expect, it } from 'vitest'
import { budgetWords } from './budget-words.ts'

it('M2: the budget is shown with what is reserved and what is left', () => {
  expect(budgetWords({ reservedUsd: 7.58, freeUsd: 114.02 }, 220, 0)).toBe('of $220.00 · $7.58 reserved · $114.02 left')
  expect(budgetWords({ reservedUsd: 0, freeUsd: 0 }, 220, 2)).toBe(
    'of $220.00 · $0.00 left · 2 sessions of unknown cost',
  )
})
