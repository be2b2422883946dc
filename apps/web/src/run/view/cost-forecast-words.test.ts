import { expect, it } from 'vitest'
import { costAgainstForecast } from './cost-forecast-words.ts'
import { run, session, task } from './fixtures/build.ts'
import { runFacts } from './readouts.ts'
import type { RunView } from './run-view.ts'

const costForecast = {
  range: { lowUsd: 1.2, likelyUsd: 2, highUsd: 2.9 },
  ...{ earlierSessions: 14, uncountedTasks: 0, flatRateTasks: 0, unknownTasks: 0 },
}

/** A run whose only agent has ended with this cost. */
const costing = (costUsd: number | null, rest: Partial<RunView> = {}, agent = 'anthropic') => {
  const paid = session('1', { status: 'COMPLETED', endedAt: 1, costUsd: 2.1 })
  const other = session('2', { status: 'COMPLETED', endedAt: 1, costUsd })
  const tasks = [
    task('a', 'e', 1, { agent: 'anthropic', sessions: [paid] }),
    task('b', 'e', 1, { agent, sessions: [other] }),
  ]
  return run(tasks, [], { costForecast, status: 'COMPLETED', ...rest })
}

it('compares the cost with its forecast after the end', () => {
  expect(costAgainstForecast(costing(0))).toBe('Cost $2.10, as forecast: $1.20–2.90')
  expect(costAgainstForecast(costing(1))).toBe('Cost $3.10, $0.20 more than its forecast of $1.20–2.90')
  const high = { ...costForecast, range: { lowUsd: 3, likelyUsd: 4, highUsd: 5 } }
  expect(costAgainstForecast(costing(0, { costForecast: high }))).toBe(
    'Cost $2.10, $0.90 less than its forecast of $3.00–5.00',
  )
})

it('M1: does not compare a cost that is partly unknown as if it were known; a plain command was not counted', () => {
  expect(costAgainstForecast(costing(null))).toBe('Cost more than $2.10; forecast $1.20–2.90')
  const low = { ...costForecast, range: { lowUsd: 1, likelyUsd: 1.5, highUsd: 2 } }
  expect(costAgainstForecast(costing(null, { costForecast: low }))).toBe(
    'Cost more than $2.10, $0.10 more than its forecast of $1.00–2.00',
  )
  const uncounted = { ...costForecast, uncountedTasks: 1 }
  expect(costAgainstForecast(costing(null, { costForecast: uncounted }, 'command'))).toContain('as forecast')
  expect(costAgainstForecast(costing(null, { costForecast: uncounted }, 'acp'))).toContain('more than $2.10')
})

it('is null before the end, after a cancel, and without a range', () => {
  const none = { ...costForecast, range: null, uncountedTasks: 2 }
  for (const rest of [
    { status: 'RUNNING' },
    { status: 'CANCELLED' },
    { costForecast: null },
    { costForecast: none },
  ] as const)
    expect(costAgainstForecast(costing(0, rest))).toBeNull()
})

it('is beside the cost in the head of the page', () => {
  const label = (view: RunView) => runFacts(view, 0, false)[1]?.label
  expect(label(costing(0))).toBe('spent · forecast $1.20–2.90')
  expect(label(costing(0, { costForecast: null }))).toBe('spent')
  expect(label(run([], [], { costForecast }))).toBe('cost · forecast $1.20–2.90')
})
