import { expect, it } from 'vitest'
import type { RunTaskRecord } from '../domain/records.ts'
import { KNOWN_PRICES } from '../money/known-prices.ts'
import { createPrices } from '../money/prices.ts'
import { systemClock } from '../ports/clock.ts'
import type { ExpectedCostDeps } from './expected-costs.ts'
import { runCost } from './run-cost.ts'

const task = (key: string, over: Partial<RunTaskRecord>) =>
  ({
    ...{ key, id: key, agent: 'acp', keptFromRunId: null, status: 'PENDING', conflictFiles: [] },
    settings: { agent: { kind: 'acp' } },
    ...over,
  }) as unknown as RunTaskRecord

/** Forecasts the cost of a run whose agent calls its model `opus`. The project has no earlier run. */
function costOf(...tasks: RunTaskRecord[]) {
  const store = {
    run: async () => ({ status: 'RUNNING', totalTasks: tasks.length, projectId: 'p' }),
    project: async () => ({ id: 'p' }),
    pastRuns: async () => [],
    runTasks: async () => tasks,
    taskCosts: async () => new Map(),
    modelResults: async () => [],
    sessionCosts: async () => [],
  }
  const choice = { provider: 'acp', model: 'opus', isOwnName: true, domain: 'api', choice: null }
  const parts = { clock: systemClock, prices: createPrices(KNOWN_PRICES), chooserOf: () => () => choice }
  const agents = new Map([['acp', { isFollowed: true }]])
  return runCost({ ...parts, store, agents } as unknown as ExpectedCostDeps, 'r')
}

it('M1: a task whose agent calls its model by a name of its own has an expected cost', async () => {
  expect(await costOf(task('a', {}))).toMatchObject({ unknownTasks: 0, bases: [{ basis: 'ASSUMED', tasks: 1 }] })
})

it('a task that is only to be merged costs nothing more, and one that waits for a conflict session does', async () => {
  const merging = task('a', { status: 'MERGING' })
  const inConflict = task('b', { status: 'MERGING', conflictFiles: ['x.txt'] })
  expect(await costOf(merging)).toMatchObject({ bases: [] })
  expect(await costOf(merging, inConflict)).toMatchObject({ bases: [{ tasks: 1 }] })
})
