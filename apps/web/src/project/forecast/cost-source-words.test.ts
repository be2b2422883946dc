import { expect, it } from 'vitest'
import { budgetRisk, costSources } from './cost-source-words.ts'

it('names the sources of the costs, the best one first', () => {
  const sources = [
    { basis: 'TASK', tasks: 1 },
    { basis: 'MODEL', tasks: 4 },
    { basis: 'ASSUMED', tasks: 2 },
  ] as const
  expect(costSources({ sources })).toBe('1 task from its own earlier runs, 4 from tasks with their model, 2 assumed.')
  expect(costSources({ sources: sources.slice(2) })).toBeNull()
})

it('M2: says before the start that a budget may not be enough', () => {
  const range = { lowUsd: 1, likelyUsd: 2, highUsd: 3 }
  expect([0.5, 1.5, 2.5].map((usd) => budgetRisk({ range }, usd)?.slice(0, 16))).toEqual([
    ...['The run will pro', 'The run may well', 'The run may paus'],
  ])
  expect([budgetRisk({ range }, 3), budgetRisk({ range }, null), budgetRisk({ range: null }, 1)]).toEqual([
    ...[null, null, null],
  ])
})
