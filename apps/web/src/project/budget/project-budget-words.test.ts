import { expect, it } from 'vitest'
import { projectBudgetWords } from './project-budget-words.ts'

it('M2: the limits of a project are named, the nearest first', () => {
  expect(projectBudgetWords([])).toBe('no limit')
  expect(
    projectBudgetWords([
      { pot: 'DAY', freeUsd: 3, limitUsd: 10, spentUsd: 7 },
      { pot: 'PROJECT', freeUsd: 14, limitUsd: 50, spentUsd: 36 },
    ]),
  ).toBe('$3.00 left of $10.00 today (UTC) · $14.00 left of $50.00 in all')
})
