import type { RunRecord } from '@coppice/engine'
import { commandPlan } from '@coppice/testkit'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type EngineUnderTest, engineUnderTest, eventOf, finished, projectWith } from './engine-under-test.ts'
import { expectNoContradiction } from './no-contradiction.ts'

/** The number of rounds. For a long search, set COPPICE_ROUNDS=100. */
const ROUNDS = Number(process.env.COPPICE_ROUNDS ?? 2)
const PATIENCE_MS = 1_200_000

async function fresh(): Promise<EngineUnderTest> {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  return under
}

/** Sends several requests at almost the same time. Any of them may be carried out first. */
const atOnce = (...requests: readonly (() => Promise<unknown>)[]) =>
  Promise.allSettled(requests.map((request) => new Promise((resolve) => setImmediate(resolve)).then(request)))

describe(`${ROUNDS} rounds of`, () => {
  it('three starts at the same time: exactly one succeeds', { timeout: PATIENCE_MS }, async () => {
    const under = await fresh()
    const { project } = await projectWith(
      under,
      commandPlan([{ key: 'a', epic: 'x', run: 'exit 1' }], { defaults: { maxAttempts: 1 } }),
    )
    const start = () => under.engine.startParallel({ projectId: project.id })
    for (let round = 0; round < ROUNDS; round += 1) {
      const results = await atOnce(start, start, start)
      const won = results.filter((result) => result.status === 'fulfilled')
      expect(won).toHaveLength(1)
      for (const result of results)
        if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'RUN_ACTIVE' })
      const [run] = won.map(({ value }) => value as RunRecord)
      await expectNoContradiction(under, run?.id ?? '')
    }
  })

  it('a cancel at the end of the run: the run is either cancelled or completed', { timeout: PATIENCE_MS }, async () => {
    const under = await fresh()
    const tasks = Array.from({ length: ROUNDS }, (_, round) => ({
      key: `t${round}`,
      epic: 'x',
      run: `echo ${round} > ${round}.txt`,
    }))
    const { project } = await projectWith(under, commandPlan(tasks))
    const planned = (await under.database.store.plan(project.id)).tasks
    for (const [round, task] of planned.entries()) {
      const { id } = await under.engine.startParallel({ projectId: project.id, taskIds: [task.id] })
      const moments = ['AttemptFinished', 'TaskMerged', 'TaskFinished', 'BatchFinished'] as const
      await eventOf(under, id, ({ type }) => type === moments[round % moments.length])
      const [cancel] = await atOnce(() => under.engine.cancel({ runId: id }))
      const { run } = await finished(under, id)
      expect(run.status).toBe(cancel?.status === 'fulfilled' ? 'CANCELLED' : 'COMPLETED')
      await expectNoContradiction(under, id)
    }
  })

  it('a retry and a cancel of the run at the same time: nothing starts after the cancel, and the run ends', {
    timeout: PATIENCE_MS,
  }, async () => {
    const under = await fresh()
    const plan = commandPlan(
      [
        { key: 'bad', epic: 'x', run: 'exit 1' },
        { key: 'behind', epic: 'y', dependsOn: ['bad'], run: 'true' },
        { key: 'long', epic: 'x', run: 'sleep 600' },
      ],
      { defaults: { maxAttempts: 1 } },
    )
    const { project } = await projectWith(under, plan)
    for (let round = 0; round < ROUNDS; round += 1) {
      const { id } = await under.engine.startParallel({ projectId: project.id })
      await eventOf(under, id, ({ type, data }) => type === 'TaskFinished' && data.taskKey === 'behind')
      const bad = (await under.database.store.runTasks(id)).find(({ key }) => key === 'bad')
      const retry = () => under.engine.retryTask({ runTaskId: bad?.id ?? '' })
      const cancel = () => under.engine.cancel({ runId: id })
      const results = await atOnce(...(round % 2 === 0 ? [retry, cancel] : [cancel, retry]))
      const cancelled = results[round % 2 === 0 ? 1 : 0]
      expect(cancelled?.status).toBe('fulfilled')
      const { run } = await finished(under, id)
      expect(run.status).toBe('CANCELLED')
      const events = await expectNoContradiction(under, id)
      const cancelling = events.findIndex(
        ({ type, data }) => type === 'RunStatusChanged' && data.runStatus === 'CANCELLING',
      )
      expect(cancelling).toBeGreaterThanOrEqual(0)
      expect(events.slice(cancelling).filter(({ type }) => type === 'SessionStarted')).toEqual([])
    }
  })
})
