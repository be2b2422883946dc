import { expect, it } from 'vitest'
import type { RunRecord, RunTaskRecord } from '../../domain/records.ts'
import type { SessionChoice } from '../../domain/session-choice.ts'
import { DEFAULT_TASK_SETTINGS } from '../../domain/settings.ts'
import { RunState } from '../run/run-state.ts'
import { judgeTasks } from './judge-tasks.ts'

const task = (key: string, status: RunTaskRecord['status']) =>
  ({
    ...{ key, id: key, status, batchNumber: 1, epicKey: 'e', settings: DEFAULT_TASK_SETTINGS, dependsOn: [] },
    ...{ clashes: [], conflictFiles: [], attempts: 0, awaitedResource: null, scheduledFor: null },
  }) as unknown as RunTaskRecord

function given(count: number, budgetMicroUsd: number | null) {
  const run = { mode: 'PARALLEL', strategy: 'CONTINUOUS', isolation: 'TASK', budgetMicroUsd } as RunRecord
  const waiting = Array.from({ length: count }, (_, index) => task(`t-${index}`, 'PENDING'))
  const state = new RunState(run, [], [task('done', 'COMPLETED'), ...waiting])
  let judged = 0
  const chooseSession = (): SessionChoice => ({
    ...{ provider: 'anthropic', domain: 'api', choice: null },
    get model() {
      judged += 1
      return 'claude-haiku-4-5'
    },
  })
  const createIndex = () =>
    state.createIndex(
      () => 1,
      chooseSession,
      () => [],
      () => true,
    )
  return { state, chooseSession, createIndex, judged: () => judged }
}

it('without a budget, the start of a run judges no text; a budget that is set later gives each waiting task its cost class', () => {
  const { state, createIndex, judged } = given(3, null)
  const index = createIndex()
  expect(judged()).toBe(0)
  expect(index.task('t-1').costClass).toBeUndefined()
  state.applyCommands({ ...state.run, budgetMicroUsd: 5 }, state.limits)
  expect(index.tasks.map(({ costClass }) => costClass !== undefined)).toEqual([false, true, true, true])
})

it('M2: a budget that a write of the owner brings before its command gives each waiting task its cost class', () => {
  const { state, createIndex } = given(2, null)
  const index = createIndex()
  const withCostClass = () => index.tasks.filter(({ costClass }) => costClass !== undefined).map(({ key }) => key)
  const setBudget = (budgetMicroUsd: number | null) => ({ ...state.run, budgetMicroUsd })
  state.applyRun(setBudget(5))
  expect(state.lacksCostClasses(state.run, state.limits)).toBe(true)
  state.applyCommands(setBudget(5), state.limits)
  expect(withCostClass()).toEqual(['t-0', 't-1'])

  // One command removes the budget, and the next one sets it again. The owner reads both at once.
  state.applyRun(setBudget(null))
  state.apply(state.task('t-1'))
  expect(withCostClass()).toEqual(['t-0'])
  state.applyCommands(setBudget(6), state.limits)
  expect(withCostClass()).toEqual(['t-0', 't-1'])
})

it('M2: a plain command takes nothing from the budget, also when the plan names a model for the record', () => {
  const { state, chooseSession } = given(1, 5)
  const index = state.createIndex(
    () => 1,
    chooseSession,
    () => [],
    () => false,
  )
  expect(index.task('t-0').costClass).toBeUndefined()
})

it('with a budget, the event loop turns while the texts of many tasks are judged', async () => {
  const { state, chooseSession, judged } = given(100, 5)
  const seen: number[] = []
  const look = () => {
    seen.push(judged())
    if (judged() < 100) setImmediate(look)
  }
  setImmediate(look)
  await judgeTasks({ state, chooseSession })
  expect(judged()).toBe(100)
  expect(seen.length).toBeGreaterThanOrEqual(4)
})
