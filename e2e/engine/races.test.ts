import type { RunRecord } from '@coppice/engine'
import { commandPlan } from '@coppice/testkit'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type EngineUnderTest, engineUnderTest, eventOf, finished, projectWith } from './engine-under-test.ts'
import { expectNoContradiction } from './no-contradiction.ts'

/** For a long search: COPPICE_ROUNDS=100. */
const ROUNDS = Number(process.env.COPPICE_ROUNDS ?? 2)
const PATIENCE_MS = 1_200_000

async function fresh(): Promise<EngineUnderTest> {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  return under
}

/** Two requests at almost the same instant. The machine decides which comes first. */
const atOnce = (...asked: readonly (() => Promise<unknown>)[]) =>
  Promise.allSettled(asked.map((ask) => new Promise((resolve) => setImmediate(resolve)).then(ask)))

describe(`${ROUNDS} rounds of`, () => {
  it('three starts at the same instant: exactly one wins', { timeout: PATIENCE_MS }, async () => {
    const under = await fresh()
    const { project } = await projectWith(
      under,
      commandPlan([{ key: 'a', epic: 'x', run: 'exit 1' }], { defaults: { maxAttempts: 1 } }),
    )
    const start = () => under.engine.startParallel({ projectId: project.id })
    for (let round = 0; round < ROUNDS; round += 1) {
      const answers = await atOnce(start, start, start)
      const won = answers.filter((answer) => answer.status === 'fulfilled')
      expect(won).toHaveLength(1)
      for (const answer of answers)
        if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'RUN_ACTIVE' })
      const [run] = won.map(({ value }) => value as RunRecord)
      await expectNoContradiction(under, run?.id ?? '')
    }
  })

  it('a cancel against the end of the run: one of the two', { timeout: PATIENCE_MS }, async () => {
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
      const [asked] = await atOnce(() => under.engine.cancel({ runId: id }))
      const { run } = await finished(under, id)
      expect(run.status).toBe(asked?.status === 'fulfilled' ? 'CANCELLED' : 'COMPLETED')
      await expectNoContradiction(under, id)
    }
  })

  it('a retry against a cancel of the run: nothing starts after it, nobody is left waiting', {
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
      const answers = await atOnce(...(round % 2 === 0 ? [retry, cancel] : [cancel, retry]))
      const cancelled = answers[round % 2 === 0 ? 1 : 0]
      expect(cancelled?.status).toBe('fulfilled')
      const { run } = await finished(under, id)
      expect(run.status).toBe('CANCELLED')
      const events = await expectNoContradiction(under, id)
      const asked = events.findIndex(({ type, data }) => type === 'RunStatusChanged' && data.runStatus === 'CANCELLING')
      expect(asked).toBeGreaterThanOrEqual(0)
      expect(events.slice(asked).filter(({ type }) => type === 'SessionStarted')).toEqual([])
    }
  })
})
