import { expect, it } from 'vitest'
import { costForecastWords, missingFromRange, type ShownCost, sureness } from './cost-forecast.ts'

const range = { lowUsd: 1.2, likelyUsd: 2, highUsd: 2.9 }
const cost = (rest: Partial<ShownCost> = {}): ShownCost => ({
  ...{ range, earlierSessions: 14, uncountedTasks: 0, flatRateTasks: 0, unknownTasks: 0 },
  ...rest,
})

it('M1: an unknown cost is unknown, a cost that is not counted is not 0', () => {
  expect(costForecastWords(cost())).toBe('$1.20–2.90')
  expect(costForecastWords(cost({ unknownTasks: 2, uncountedTasks: 1 }))).toBe('more than $1.20–2.90')
  expect(costForecastWords(cost({ range: null, unknownTasks: 1, uncountedTasks: 3 }))).toBe('unknown')
  expect(costForecastWords(cost({ range: null, uncountedTasks: 3 }))).toBe('not counted')
  expect(costForecastWords(cost({ range: null, flatRateTasks: 3 }))).toBe('flat rate')
})

it('names the tasks that are not in the range', () => {
  expect(missingFromRange(cost())).toEqual([])
  expect(missingFromRange(cost({ unknownTasks: 1, uncountedTasks: 2 }))).toEqual([
    '1 task is not in it, because the price of the model or the use of the agent is unknown.',
    '2 tasks are not counted, because a plain command reports no cost.',
  ])
})

it('says how sure the range is, and from how many sessions it comes', () => {
  expect(sureness(cost())).toBe('From 14 earlier sessions. About three in five runs end within the range.')
  expect(sureness(cost({ earlierSessions: 0 }))).toContain('may be far off')
  expect(sureness(cost({ range: null }))).toBeNull()
})
