import { expect, it } from 'vitest'
import type { ProjectBudget } from '../../domain/budget.ts'
import type { RunRecord } from '../../domain/records.ts'
import { systemClock } from '../../ports/clock.ts'
import { readMoney } from './read-money.ts'
import type { RunContext } from './run-context.ts'
import { RunState } from './run-state.ts'

const limits = (dayBudgetMicroUsd: number): ProjectBudget => ({ budgetMicroUsd: null, dayBudgetMicroUsd })

/** Takes up a run whose project has a limit of 9 a day. `meanwhile` is called while the limit is read. */
async function limitAfter(meanwhile: (state: RunState) => void): Promise<number | null> {
  const run = { id: 'r', projectId: 'p', lastCommand: 3 } as RunRecord
  const state = new RunState(run, [], [])
  const store = {
    project: async () => {
      meanwhile(state)
      return limits(9)
    },
    sessionCosts: async () => [],
    projectSpending: async () => ({ totalMicroUsd: 0, todayMicroUsd: 0 }),
    costsBefore: async () => new Map(),
  }
  await readMoney({ state, deps: { store, clock: systemClock } } as unknown as RunContext)
  return state.limits.dayBudgetMicroUsd
}

it('M2: a server that takes up a run reads the limits of the project', async () => {
  expect(await limitAfter(() => {})).toBe(9)
})

it('M2: a limit that a person sets while a server takes up the run is not lost', async () => {
  expect(await limitAfter((state) => state.applyCommands({ ...state.run, lastCommand: 4 }, limits(5)))).toBe(5)
})
