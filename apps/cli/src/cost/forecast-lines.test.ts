import { expect, it } from 'vitest'
import { forecastLines, type RunCostForecast } from './forecast-lines.ts'

const cost = {
  range: { lowUsd: 1.2, highUsd: 2.9 },
  earlierSessions: 14,
  uncountedTasks: 0,
  flatRateTasks: 0,
  unknownTasks: 0,
}
const run = (rest: Partial<RunCostForecast> = {}): RunCostForecast => ({
  ...{ status: 'COMPLETED', costUsd: 2.1, unpricedSessions: 0, forecast: { cost }, expectedCost: null },
  ...rest,
})

it('says what an active run will cost and what was expected at its start', () => {
  const expectedCost = {
    ...cost,
    range: { lowUsd: 2, highUsd: 2.4 },
    earlierSessions: 17,
    unknownTasks: 1,
    uncountedTasks: 2,
    flatRateTasks: 3,
  }
  expect(forecastLines(run({ status: 'RUNNING', expectedCost }))).toEqual([
    'expected at the end: more than $2.00 to $2.40 (from 17 earlier sessions)',
    'forecast at the start: $1.20 to $2.90 (from 14 earlier sessions)',
    '1 task of unknown cost in no forecast',
    '3 tasks with a flat rate in no forecast',
    '2 tasks not counted: a plain command reports no cost',
  ])
})

it('says after the end how far the forecast was from the truth', () => {
  const lines = (rest: Partial<RunCostForecast>) => forecastLines(run(rest))[0]
  expect(lines({})).toBe('cost $2.10, as forecast: $1.20 to $2.90')
  expect(lines({ costUsd: 3.4 })).toBe('cost $3.40, $0.50 more than its forecast of $1.20 to $2.90')
  expect(lines({ costUsd: 1 })).toBe('cost $1.00, $0.20 less than its forecast of $1.20 to $2.90')
})

it('M1: compares an unknown cost only upwards, and no cost of a cancelled run', () => {
  const lines = (rest: Partial<RunCostForecast>) => forecastLines(run(rest))[0]
  expect(lines({ unpricedSessions: 1 })).toBe('cost more than $2.10, forecast $1.20 to $2.90')
  expect(lines({ unpricedSessions: 1, costUsd: 3 })).toBe(
    'cost more than $3.00, $0.10 more than its forecast of $1.20 to $2.90',
  )
  expect(lines({ status: 'CANCELLED' })).toMatch(/^forecast at the start/)
  expect(forecastLines(run({ forecast: null }))).toEqual([])
})
