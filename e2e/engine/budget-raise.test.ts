import { openTestDatabase, sampleProject, sampleRun } from '@coppice/persistence/testing'
import { expect, it, onTestFinished } from 'vitest'
import { waitingReason } from '../../packages/engine/src/coordinator/ends/after-defect.ts'
import { openRun, type RunParts } from '../../packages/engine/src/coordinator/run/open-run.ts'
import { changeBudget, pauseForBudget, warnOfBudget } from '../../packages/engine/src/lifecycle/budget.ts'
import { recordHalt, tellOfRun } from '../../packages/engine/src/lifecycle/run-lifecycle.ts'
import { HALT_START } from '../../packages/engine/src/lifecycle/run-reason.ts'
import { HeldClock } from './held-clock.ts'

async function given() {
  const database = await openTestDatabase('pglite')
  onTestFinished(() => database.close())
  const { store } = database
  const project = sampleProject()
  const run = sampleRun(project, { deliveryTarget: null, awaitsBudget: false })
  await store.transaction((tx) => tx.insertProject(project))
  await store.transaction((tx) => tx.insertRun(run, [], []))
  const claim = { epoch: 9, folder: { id: 'f', host: 'h', path: '/' }, doubt: () => {} }
  return { store, run, deps: { store, clock: new HeldClock(), claim } }
}

it('M2: a raise that is stored after the decision to pause or to warn stays: the run neither pauses nor warns', async () => {
  const { store, run, deps } = await given()
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

it('M2: a run that waits for money keeps its reason, whatever else happens and however often a server takes it up', async () => {
  const { store, run, deps } = await given()
  const pause = 'the budget is spent. Raise it.'
  await pauseForBudget(deps, run, { reason: pause, resumesAt: null, asksForUnpriced: false })
  const left = 'The agent of a left commits outside of its work.'
  for (let times = 0; times < 2; times += 1) await tellOfRun(deps, run.id, left)
  const reason = async () => (await store.run(run.id))?.statusReason
  expect(await reason()).toBe(`${pause}\n${left}`)

  await tellOfRun(deps, run.id, waitingReason(new Error('the disk is full')))
  const halt = `${HALT_START}the disk is full\nCoppice tries again.`
  await recordHalt(deps, run.id, () => halt)
  expect(await reason()).toBe(`${pause}\n${left}\n${halt}`)
  const git = { open: async () => ({ programs: async () => [], untrustedPrograms: async () => [] }) }
  const takeUp = () => openRun({ ...deps, git } as unknown as RunParts, run.id)
  for (let times = 0; times < 2; times += 1) {
    await takeUp()
    expect(await reason()).toBe(`${pause}\n${left}`)
  }
  await store.transaction((tx) => tx.updateRun(run.id, ['PAUSED'], { awaitsBudget: false, statusReason: 'paused' }))
  await recordHalt(deps, run.id, () => halt)
  expect(await reason()).toBe(halt)
  await takeUp()
  expect(await reason()).toBe('paused')
})
