import { commandPlan, Gate } from '@coppice/testkit'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  agentStarted,
  type EngineUnderTest,
  engineUnderTest,
  eventOf,
  finished,
  projectWith,
  taskEnded,
  taskOf,
} from './engine-under-test.ts'
import { Spy } from './spy.ts'

/** A command only writes to the database, and the owner of a run reads it from there. So a command works from any process (R6). */

async function fresh(): Promise<EngineUnderTest> {
  const under = await engineUnderTest('postgres')
  onTestFinished(() => under.close())
  return under
}

describe('R6: commands of another process', () => {
  it('start a run, pause and resume it, change its slots, and cancel and retry its tasks', async () => {
    const under = await fresh()
    const elsewhere = await under.beside()
    const spy = new Spy()
    const [first, second] = [new Gate(), new Gate()]
    const plan = commandPlan([
      { key: 'a', epic: 'x', run: spy.command('a', `${first.wait}; echo a > a.txt`) },
      { key: 'b', epic: 'x', run: spy.command('b', `${second.wait}; echo b > b.txt`) },
    ])
    const { project } = await projectWith(under, plan)
    const run = await elsewhere.startParallel({ projectId: project.id, maxConcurrency: 1 })
    await agentStarted(under, run.id, 'a')
    await elsewhere.setMaxConcurrency({ runId: run.id, maxConcurrency: 2 })
    await agentStarted(under, run.id, 'b')
    await elsewhere.cancelTask({ runTaskId: (await taskOf(under, run.id, 'b')).id })
    await taskEnded(under, run.id, 'b', 'CANCELLED')
    await elsewhere.pause({ runId: run.id })
    await elsewhere.retryTask({ runTaskId: (await taskOf(under, run.id, 'b')).id })
    first.open()
    await taskEnded(under, run.id, 'a', 'COMPLETED')
    expect(spy.starts('b')).toBe(1)
    await elsewhere.resume({ runId: run.id })
    second.open()
    const { statuses } = await finished(under, run.id)
    expect(statuses).toEqual({ a: 'COMPLETED', b: 'COMPLETED' })
    expect([spy.starts('a'), spy.starts('b')]).toEqual([1, 2])
  })

  it('cancel a run and deliver it', async () => {
    const under = await fresh()
    const elsewhere = await under.beside()
    const spy = new Spy()
    const gate = new Gate()
    const plan = commandPlan([
      { key: 'a', epic: 'x', run: spy.command('a', 'echo a > a.txt') },
      { key: 'b', epic: 'x', dependsOn: ['a'], run: spy.command('b', gate.wait) },
    ])
    const { project, repository } = await projectWith(under, plan)
    const run = await under.engine.startParallel({ projectId: project.id })
    await agentStarted(under, run.id, 'b')
    expect(await elsewhere.cancel({ runId: run.id })).toMatchObject({ cancelledAgents: 1 })
    expect((await finished(under, run.id)).statuses).toEqual({ a: 'COMPLETED', b: 'CANCELLED' })
    expect(repository.git('ls-tree', '--name-only', 'main')).not.toContain('a.txt')
    await elsewhere.deliver({ runId: run.id })
    await eventOf(under, run.id, ({ type, data }) => type === 'DeliveryFinished' && data.deliveryStatus === 'DELIVERED')
    expect(repository.git('ls-tree', '--name-only', 'main')).toContain('a.txt')
  })
})
