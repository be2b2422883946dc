import { existsSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { commandPlan } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import {
  type EngineUnderTest,
  engineUnderTest,
  eventOf,
  finished,
  projectWith,
  startParallel,
} from './engine-under-test.ts'
import { HeldClock } from './held-clock.ts'

/** Returns the command of an agent that waits for the file `go` in the engine's folder, and then writes `a.txt`. */
const waits = (home: string) =>
  `n=0; while [ ! -e ${home}/go ] && [ $n -lt 6000 ]; do n=$((n+1)); sleep 0.1; done; echo a > a.txt`

const halted = (under: EngineUnderTest, runId: string) =>
  eventOf(under, runId, ({ type, data }) => type === 'RunStatusChanged' && 'reason' in data && data.reason !== null)

/** Starts a run, and restarts the server while the agent runs and the repository is missing. A defect then stops the run. */
async function withoutRepository(under: EngineUnderTest) {
  const plan = commandPlan([
    { key: 'a', epic: 'x', run: waits(under.home) },
    { key: 'b', epic: 'x', dependsOn: ['a'], run: 'echo b > b.txt' },
  ])
  const { project, repository } = await projectWith(under, plan)
  const { id } = await startParallel(under, project)
  await eventOf(under, id, (event) => event.type === 'TaskPhaseChanged' && event.data.phase === 'AGENT')
  await under.engine.stop('handover')
  await rename(repository.path, `${repository.path}-away`)
  const next = await under.restart()
  await halted(next, id)
  return { id, project, repository, next }
}

it('R1: a run that a defect stopped says why, and continues by itself when the cause is removed', async () => {
  const clock = new HeldClock()
  const first = await engineUnderTest('pglite', { clock })
  const { id, repository, next } = await withoutRepository(first)
  onTestFinished(() => next.close())
  const { store } = next.database
  expect(await store.run(id)).toMatchObject({ status: 'RUNNING', halts: 1 })
  expect((await store.run(id))?.statusReason).toMatch(/does not exist\..* tries again \(failure 1 of 8\)/s)
  await rename(`${repository.path}-away`, repository.path)
  clock.moveTo(clock.now() + 60_000)
  await eventOf(next, id, ({ type, data }) => type === 'RunStatusChanged' && 'reason' in data && data.reason === null)
  await writeFile(`${next.home}/go`, '')
  const { run, tasks } = await finished(next, id)
  expect(run).toMatchObject({ status: 'COMPLETED', statusReason: null, deliveryStatus: 'DELIVERED' })
  expect(tasks[0]?.attempts).toBe(1)
})

it('R1: when a defect stays, the run ends FAILED and says what to do, and the next run continues', async () => {
  const first = await engineUnderTest()
  const { id, project, repository, next } = await withoutRepository(first)
  onTestFinished(() => next.close())
  const { run, statuses, tasks } = await finished(next, id)
  expect(run).toMatchObject({ status: 'FAILED', halts: 8, deliveryStatus: 'PENDING' })
  expect(run.statusReason).toMatch(/gave up after 8 failures in a row: .*does not exist\..*then start a run/s)
  expect(statuses).toEqual({ a: 'CANCELLED', b: 'CANCELLED' })
  expect(tasks[0]?.statusReason).toMatch(/could not continue\. The work of its agent is in/)
  const [session] = await next.database.store.sessions(id)
  expect(session).toMatchObject({ status: 'CANCELLED' })
  expect(existsSync(session?.worktreePath ?? ''), 'a worktree that may contain work stays').toBe(true)

  await rename(`${repository.path}-away`, repository.path)
  await writeFile(`${next.home}/go`, '')
  const again = await finished(next, (await startParallel(next, project)).id)
  expect(again.run).toMatchObject({ status: 'COMPLETED', deliveryStatus: 'DELIVERED' })
})

it('C2: cancel ends a run that a defect has stopped', async () => {
  const clock = new HeldClock()
  const first = await engineUnderTest('pglite', { clock })
  const { id, repository, next } = await withoutRepository(first)
  onTestFinished(() => next.close())
  expect(await next.engine.cancel({ runId: id })).toMatchObject({ cancelledAgents: 1 })
  const { run, statuses } = await finished(next, id)
  expect(run).toMatchObject({ status: 'CANCELLED' })
  expect(run.statusReason).toMatch(/cancelled\. .*does not exist\./s)
  expect(statuses).toEqual({ a: 'CANCELLED', b: 'CANCELLED' })
  await rename(`${repository.path}-away`, repository.path)
})

it('C2: an agent that is still running when a defect stops its run can be cancelled', async () => {
  const reach = (point: string) => {
    if (point === 'merge.entered') throw new Error('no space left on device')
  }
  const under = await engineUnderTest('pglite', { reach })
  onTestFinished(() => under.close())
  const plan = commandPlan([
    { key: 'a', epic: 'x', run: 'echo a > a.txt' },
    { key: 'b', epic: 'x', run: waits(under.home) },
  ])
  const { project } = await projectWith(under, plan)
  const { id } = await startParallel(under, project)
  await halted(under, id)
  expect(await under.database.store.run(id)).toMatchObject({
    status: 'RUNNING',
    statusReason: expect.stringMatching(/no space left on device\nThe agents that are active now finish first/),
  })
  expect(await under.engine.cancel({ runId: id })).toMatchObject({ cancelledAgents: 1 })
  const { run, statuses } = await finished(under, id)
  expect(run).toMatchObject({ status: 'CANCELLED' })
  expect(statuses).toEqual({ a: 'CANCELLED', b: 'CANCELLED' })
})

it('R1: the count of defects survives a restart, and starts again when a task ends', async () => {
  let merges = 0
  const reach = (point: string) => {
    if (point !== 'merge.entered') return
    merges += 1
    if (merges % 7 !== 0) throw new Error('no space left on device')
  }
  const under = await engineUnderTest('pglite', { reach })
  const plan = commandPlan([
    { key: 'a', epic: 'x', run: 'echo a > a.txt' },
    { key: 'b', epic: 'x', dependsOn: ['a'], run: 'echo b > b.txt' },
  ])
  const { project } = await projectWith(under, plan)
  const { id } = await startParallel(under, project)
  await halted(under, id)
  await under.engine.stop('interrupt')
  const next = await under.restart()
  onTestFinished(() => next.close())
  const { run } = await finished(next, id)
  expect(run).toMatchObject({ status: 'COMPLETED', halts: 6, endedAtHalt: 1 })
})
