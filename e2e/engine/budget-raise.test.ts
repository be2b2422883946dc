import { openTestDatabase, sampleProject, sampleRun } from '@coppice/persistence/testing'
import { expect, it, onTestFinished } from 'vitest'
import { changeBudget, pauseForBudget, warnOfBudget } from '../../packages/engine/src/lifecycle/budget.ts'
import { HeldClock } from './held-clock.ts'

it('M2: a raise that is stored after the decision to pause or to warn stays: the run neither pauses nor warns', async () => {
  const database = await openTestDatabase('pglite')
  onTestFinished(() => database.close())
  const { store } = database
  const project = sampleProject()
  const run = sampleRun(project, { deliveryTarget: null, awaitsBudget: false })
  await store.transaction((tx) => tx.insertProject(project))
  await store.transaction((tx) => tx.insertRun(run, [], []))
  const claim = { epoch: 9, folder: { id: 'f', host: 'h', path: '/' }, doubt: () => {} }
  const deps = { store, clock: new HeldClock(), claim }
  await changeBudget(deps, run.id, 9_000_000)

  const pause = { reason: 'the budget is spent', resumesAt: null, asksForUnpriced: false }
  const warning = {
    pot: 'RUN',
    percent: 95,
    spentMicroUsd: 4_800_000,
    budgetMicroUsd: 5_000_000,
    day: '2026-11-30',
  } as const
  expect(await pauseForBudget(deps, run, pause)).toBeNull()
  expect(await warnOfBudget(deps, run, warning)).toBeNull()
  const raised = await store.run(run.id)
  expect(raised).toMatchObject({ status: 'RUNNING', budgetMicroUsd: 9_000_000, budgetWarned: 0, awaitsBudget: false })
  expect(raised && (await pauseForBudget(deps, raised, pause))).toMatchObject({ status: 'PAUSED' })
})
