import { expect, it } from 'vitest'
import { budgetWords } from './budget-words.ts'

it('M2: the budget is shown with what is reserved and what is left', () => {
  const run = { pot: 'RUN', limitUsd: 220 } as const
  expect(budgetWords({ ...run, reservedUsd: 7.58, freeUsd: 114.02 }, 0)).toBe(
    'of $220.00 · $7.58 reserved · $114.02 left',
  )
  expect(budgetWords({ ...run, reservedUsd: 0, freeUsd: 0 }, 2)).toBe(
    'of $220.00 · $0.00 left · 2 sessions of unknown cost',
  )
})

it('M2: a nearer limit of the project or the day is named', () => {
  const use = { limitUsd: 50, reservedUsd: 0, freeUsd: 3 }
  expect(budgetWords({ ...use, pot: 'PROJECT' }, 0)).toBe('spent · $3.00 left of $50.00 for the project')
  expect(budgetWords({ ...use, pot: 'DAY', reservedUsd: 1 }, 0)).toBe(
    'spent · $1.00 reserved · $3.00 left of $50.00 for today (UTC)',
  )
})
