import { commandPlan, Gate } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { agentStarted, engineUnderTest, eventOf, finished, projectWith, taskOf } from './engine-under-test.ts'
import { Spy } from './spy.ts'

const ONE_DATABASE = { resources: { database: 1 } }

it('S1: first attempts, retries and conflict sessions share a resource, and never more of them hold it than its count', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const [holders, others] = [new Spy(), new Spy()]
  const uses = ['database']
  const failsOnce = (key: string, work: string) =>
    `([ "$(ls ${holders.folder} | grep -c '^${key}[.].*start')" -gt 1 ] && ${work})`
  const conflicting = (key: string) => ({
    ...{ key, epic: 'x', uses, run: holders.command(key, `sleep 0.1; echo ${key} > same.txt`) },
    resolve: holders.command(`${key}-resolve`, 'sleep 0.1; echo both > same.txt; git add same.txt'),
  })
  const plan = commandPlan(
    [
      ...['a', 'b'].map((key) => ({
        ...{ key, epic: 'x', uses },
        run: holders.command(key, `${holders.untilStarted(2)}; echo ${key} > ${key}.txt`),
      })),
      ...['c'].map((key) => ({
        ...{ key, epic: 'x', uses },
        run: holders.command(key, failsOnce(key, `sleep 0.1 && echo ${key} > ${key}.txt`)),
      })),
      ...['e', 'f'].map(conflicting),
      ...['h', 'i'].map((key) => ({
        ...{ key, epic: 'y' },
        run: others.command(key, `${others.untilStarted(2)}; echo ${key} > ${key}.txt`),
      })),
    ],
    { resources: { database: 2 } },
  )
  const { project } = await projectWith(under, plan)
  const run = await under.engine.startParallel({ projectId: project.id, maxConcurrency: 8 })
  const { statuses, tasks } = await finished(under, run.id)
  expect(new Set(Object.values(statuses))).toEqual(new Set(['COMPLETED']))
  expect(holders.mostAtOnce()).toBe(2)
  expect([holders.starts('c'), holders.starts('f-resolve')]).toEqual([2, 1])
  // The tasks h and i use no resource. Each waits for the other, so both had a slot at the same time.
  expect(others.mostAtOnce()).toBe(2)
  expect(tasks.map(({ awaitedResource }) => awaitedResource)).toEqual(tasks.map(() => null))
})

it('S1: a session that a server takes up after a restart still holds its resource, and the record says who waits for it', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const spy = new Spy()
  const [holds, free] = [new Gate(), new Gate()]
  onTestFinished(() => void holds.close())
  onTestFinished(() => void free.close())
  const agent = (key: string, work: string) => spy.command(key, `${work}; echo ${key} > ${key}.txt`)
  const plan = commandPlan(
    [
      { key: 'first', epic: 'x', run: agent('first', holds.wait), uses: ['database'] },
      { key: 'second', epic: 'x', run: agent('second', 'true'), uses: ['database'] },
      { key: 'third', epic: 'x', run: agent('third', free.wait) },
    ],
    ONE_DATABASE,
  )
  const { project } = await projectWith(under, plan)
  const run = await under.engine.startParallel({ projectId: project.id, maxConcurrency: 3 })
  const waits = await eventOf(under, run.id, ({ type }) => type === 'AwaitedResourceChanged')
  expect(waits.data).toMatchObject({ taskKey: 'second', resource: 'database' })
  await Promise.all(['first', 'third'].map((key) => agentStarted(under, run.id, key)))
  await under.engine.stop('handover')
  const next = await under.restart()
  onTestFinished(() => next.engine.stop('interrupt'))
  free.open()
  await eventOf(next, run.id, ({ type, data }) => type === 'AttemptFinished' && data.taskKey === 'third')
  expect(await taskOf(next, run.id, 'second')).toMatchObject({ attempts: 0, awaitedResource: 'database' })
  holds.open()
  expect((await finished(next, run.id)).statuses).toEqual({
    first: 'COMPLETED',
    second: 'COMPLETED',
    third: 'COMPLETED',
  })
  expect(spy.startOf('second') > spy.endOf('first')).toBe(true)
})
