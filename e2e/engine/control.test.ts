import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandPlan } from '@coppice/testkit'
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
import { livingProcesses } from './living-processes.ts'
import { Spy } from './spy.ts'

async function fresh(): Promise<EngineUnderTest> {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  return under
}

const writes = (key: string) => `mkdir -p out && echo ${key} > out/${key}.txt`

/** Files for which agents wait, and which a test creates. An agent continues after a minute in any case. */
class Gates {
  readonly #home: string

  constructor(under: EngineUnderTest) {
    this.#home = under.home
  }

  open(name: string): void {
    writeFileSync(this.#path(name), '')
  }

  /** Returns a shell command that waits until the test calls `open(name)`, and then runs the command `then`. */
  wait(name: string, then: string): string {
    return `n=0; while [ ! -e ${this.#path(name)} ] && [ $n -lt 6000 ]; do n=$((n+1)); sleep 0.1; done; ${then}`
  }

  #path(name: string): string {
    return join(this.#home, `gate-${name}`)
  }
}

const start = (under: EngineUnderTest, projectId: string, over: object = {}) =>
  under.engine.startParallel({ projectId, maxConcurrency: 3, ...over })

describe('S7: pause and resume', () => {
  it('a paused run merges the work of running agents, starts nothing, stays paused after a restart, and can be resumed', async () => {
    const under = await engineUnderTest()
    const gates = new Gates(under)
    const plan = commandPlan([
      { key: 'a', epic: 'x', run: gates.wait('a', writes('a')) },
      { key: 'b', epic: 'x', dependsOn: ['a'], run: writes('b') },
    ])
    const { project } = await projectWith(under, plan)
    const { id } = await start(under, project.id)
    await agentStarted(under, id, 'a')
    expect(await under.engine.pause({ runId: id })).toMatchObject({ status: 'PAUSED' })
    await expect(under.engine.pause({ runId: id })).rejects.toThrow('is already paused')
    gates.open('a')
    await taskEnded(under, id, 'a', 'COMPLETED')
    expect((await taskOf(under, id, 'b')).status).toBe('PENDING')
    await under.engine.stop('interrupt')

    const next = await under.restart()
    onTestFinished(() => next.close())
    expect(await next.database.store.run(id)).toMatchObject({ status: 'PAUSED' })
    expect((await taskOf(next, id, 'b')).attempts).toBe(0)
    await next.engine.resume({ runId: id })
    expect((await finished(next, id)).run).toMatchObject({ status: 'COMPLETED', deliveryStatus: 'DELIVERED' })
    await expect(next.engine.resume({ runId: id })).rejects.toThrow('is COMPLETED; there is nothing to resume')
  })
})

describe('S1: slots of an active run', () => {
  it('more slots take effect at once, and fewer slots end no agent', async () => {
    const under = await fresh()
    const spy = new Spy()
    const gates = new Gates(under)
    const keys = ['a', 'b', 'c', 'd']
    const plan = commandPlan(
      keys.map((key) => ({ key, epic: 'x', run: spy.command(key, gates.wait('all', writes(key))) })),
    )
    const { project } = await projectWith(under, plan)
    const { id } = await start(under, project.id, { maxConcurrency: 1 })
    await agentStarted(under, id, 'a')
    await under.engine.setMaxConcurrency({ runId: id, maxConcurrency: 3 })
    await agentStarted(under, id, 'b')
    await agentStarted(under, id, 'c')
    // The event of the phase comes before the agent's process has run its first command, so this waits.
    await expect.poll(() => keys.map((key) => spy.starts(key))).toEqual([1, 1, 1, 0])
    await under.engine.setMaxConcurrency({ runId: id, maxConcurrency: 1 })
    gates.open('all')
    const { run } = await finished(under, id)
    expect(run).toMatchObject({ status: 'COMPLETED', maxConcurrency: 1 })
    expect(spy.mostAtOnce()).toBe(3)
    await expect(under.engine.setMaxConcurrency({ runId: id, maxConcurrency: 0 })).rejects.toThrow('from 1 to 64')
  })
})

describe('S7: a task is cancelled', () => {
  it('while its agent runs: the agent ends, its work is kept, the tasks that need it are skipped, the others continue', async () => {
    const under = await fresh()
    const gates = new Gates(under)
    const plan = commandPlan([
      { key: 'a', epic: 'x', run: `echo half > half.txt; ${gates.wait('never', 'true')}` },
      { key: 'b', epic: 'x', run: gates.wait('b', writes('b')) },
      { key: 'behind', epic: 'y', dependsOn: ['a'], run: writes('behind') },
    ])
    const { project, repository } = await projectWith(under, plan)
    const { id } = await start(under, project.id)
    await agentStarted(under, id, 'a')
    await agentStarted(under, id, 'b')
    await under.engine.cancelTask({ runTaskId: (await taskOf(under, id, 'a')).id })
    await taskEnded(under, id, 'a', 'CANCELLED')
    const sessions = await under.database.store.sessions(id)
    expect(sessions.find(({ status }) => status === 'CANCELLED')?.endedAt).not.toBeNull()
    for (const session of sessions.filter(({ endedAt }) => endedAt !== null))
      expect(livingProcesses(session.id)).toEqual([])
    gates.open('b')
    const { run, statuses } = await finished(under, id)
    expect(statuses).toEqual({ a: 'CANCELLED', b: 'COMPLETED', behind: 'SKIPPED' })
    expect(run.status).toBe('FAILED')
    expect(repository.git('show', 'coppice/work/run-1/a:half.txt')).toBe('half')
  })

  it('while it waits: it ends at once, and cannot be cancelled again', async () => {
    const under = await fresh()
    const gates = new Gates(under)
    const plan = commandPlan([
      { key: 'a', epic: 'x', run: gates.wait('a', writes('a')) },
      { key: 'b', epic: 'x', dependsOn: ['a'], run: writes('b') },
    ])
    const { project } = await projectWith(under, plan)
    const { id } = await start(under, project.id)
    await agentStarted(under, id, 'a')
    const runTaskId = (await taskOf(under, id, 'b')).id
    expect(await under.engine.cancelTask({ runTaskId })).toMatchObject({ status: 'CANCELLED' })
    await expect(under.engine.cancelTask({ runTaskId })).rejects.toThrow('b is CANCELLED; there is nothing to cancel')
    gates.open('a')
    expect((await finished(under, id)).statuses).toEqual({ a: 'COMPLETED', b: 'CANCELLED' })
  })

  it('during verify: verify is stopped, and the branch does not move', async () => {
    const under = await fresh()
    const gates = new Gates(under)
    const verify = `if [ -e out/a.txt ]; then ${gates.wait('verify', 'true')}; fi`
    const { project, repository } = await projectWith(under, {
      ...commandPlan([{ key: 'a', epic: 'x', run: writes('a') }]),
      verify,
    })
    const { id } = await start(under, project.id)
    await eventOf(under, id, ({ type, data }) => type === 'TaskPhaseChanged' && data.phase === 'VERIFY')
    await under.engine.cancelTask({ runTaskId: (await taskOf(under, id, 'a')).id })
    expect((await finished(under, id)).statuses).toEqual({ a: 'CANCELLED' })
    expect(repository.git('rev-parse', 'coppice/run-1')).toBe(repository.git('rev-parse', 'main'))
  })
})

describe('S7: a task is retried', () => {
  it('its batch opens again, the tasks that were skipped because of it wait again, and all of them complete', async () => {
    const under = await fresh()
    const gates = new Gates(under)
    const good = join(under.home, 'good')
    const plan = commandPlan(
      [
        { key: 'bad', epic: 'x', run: `test -e ${good} && ${writes('bad')}` },
        { key: 'ok', epic: 'x', run: writes('ok') },
        { key: 'behind', epic: 'y', dependsOn: ['bad'], run: `test -e out/bad.txt && ${writes('behind')}` },
        { key: 'long', epic: 'y', dependsOn: ['ok'], run: gates.wait('long', writes('long')) },
      ],
      { defaults: { maxAttempts: 1 } },
    )
    const { project, repository } = await projectWith(under, plan)
    const { id } = await start(under, project.id)
    await taskEnded(under, id, 'behind', 'SKIPPED')
    await agentStarted(under, id, 'long')
    const behind = (await taskOf(under, id, 'behind')).id
    await expect(under.engine.retryTask({ runTaskId: behind })).rejects.toThrow('Retry the task that it needs')
    writeFileSync(good, '')
    const runTaskId = (await taskOf(under, id, 'bad')).id
    expect(await under.engine.retryTask({ runTaskId })).toMatchObject({
      status: 'PENDING',
      phase: 'QUEUE',
      countedAttempts: 0,
    })
    await taskEnded(under, id, 'bad', 'COMPLETED')
    gates.open('long')
    const { run, statuses } = await finished(under, id)
    expect(statuses).toEqual({ bad: 'COMPLETED', ok: 'COMPLETED', behind: 'COMPLETED', long: 'COMPLETED' })
    expect(run).toMatchObject({ status: 'COMPLETED', deliveryStatus: 'DELIVERED' })
    expect(repository.git('ls-tree', '-r', '--name-only', 'main')).toContain('out/behind.txt')
    await expect(under.engine.retryTask({ runTaskId })).rejects.toThrow('Start a new run')
  })
})

describe('a start of chosen tasks', () => {
  it('runs these tasks and the incomplete tasks that they depend on, but no others', async () => {
    const under = await fresh()
    const plan = commandPlan([
      { key: 'a', epic: 'x', run: writes('a') },
      { key: 'b', epic: 'x', dependsOn: ['a'], run: writes('b') },
      { key: 'c', epic: 'x', run: writes('c') },
    ])
    const { project } = await projectWith(under, plan)
    const ids = new Map((await under.database.store.plan(project.id)).tasks.map(({ key, id }) => [key, id]))
    const run = await start(under, project.id, { taskIds: [ids.get('b')] })
    expect((await finished(under, run.id)).statuses).toEqual({ a: 'COMPLETED', b: 'COMPLETED' })
    await expect(start(under, project.id, { taskIds: [ids.get('a')] })).rejects.toThrow('Every chosen task is done')
    const rest = await start(under, project.id)
    expect((await finished(under, rest.id)).statuses).toEqual({ c: 'COMPLETED' })
  })
})

describe('P5: tasks and runs that a person marks', () => {
  it('a task that is marked done is not run; it is delivered as a commit that changes nothing', async () => {
    const under = await fresh()
    const plan = commandPlan([
      { key: 'a', epic: 'x', run: 'exit 1' },
      { key: 'b', epic: 'x', dependsOn: ['a'], run: writes('b') },
    ])
    const { project, repository } = await projectWith(under, plan)
    const before = repository.git('rev-parse', 'main')
    const [a] = (await under.database.store.plan(project.id)).tasks
    await under.engine.markTaskDone({ taskId: a?.id ?? '' })
    expect(repository.git('rev-parse', 'main')).toBe(before)
    expect(await under.engine.read.doneTasks(project.id)).toEqual(new Set(['a']))
    const { id } = await start(under, project.id)
    expect((await finished(under, id)).statuses).toEqual({ b: 'COMPLETED' })
    expect(repository.git('log', '--format=%(trailers:key=Coppice-Task,valueonly,separator=)', 'main')).toContain('a')
    expect(await under.engine.read.doneTasks(project.id)).toEqual(new Set(['a', 'b']))
  })

  it('a dropped task and its kept work are removed', async () => {
    const under = await fresh()
    const plan = commandPlan(
      [
        { key: 'a', epic: 'x', run: 'echo half > half.txt; exit 1' },
        { key: 'b', epic: 'x', dependsOn: ['a'], run: writes('b') },
      ],
      { defaults: { maxAttempts: 1 } },
    )
    const { project, repository } = await projectWith(under, plan)
    await finished(under, (await start(under, project.id)).id)
    expect(repository.git('branch', '--list', 'coppice/work/*')).toContain('run-1/a')
    const [a] = (await under.database.store.plan(project.id)).tasks
    await under.engine.dropTask({ taskId: a?.id ?? '' })
    expect(repository.git('branch', '--list', 'coppice/work/*')).toBe('')
    expect((await finished(under, (await start(under, project.id)).id)).statuses).toEqual({ b: 'COMPLETED' })
  })

  it('a discarded run is not carried into the next run, and its tasks are not done', async () => {
    const under = await fresh()
    const plan = { ...commandPlan([{ key: 'a', epic: 'x', run: writes('a') }]), delivery: 'manual' }
    const { project } = await projectWith(under, plan)
    const { id } = await start(under, project.id)
    await finished(under, id)
    expect(await under.engine.read.doneTasks(project.id)).toEqual(new Set(['a']))
    await under.engine.discardRun({ runId: id })
    expect(await under.engine.read.doneTasks(project.id)).toEqual(new Set())
  })
})

describe('CONTINUOUS', () => {
  it('a task starts when the tasks that it needs are merged, even if others of the earlier batch are running', async () => {
    const under = await fresh()
    const gates = new Gates(under)
    const plan = commandPlan([
      { key: 'slow', epic: 'x', run: gates.wait('slow', writes('slow')) },
      { key: 'a', epic: 'x', run: writes('a') },
      { key: 'b', epic: 'x', dependsOn: ['a'], run: `test -e out/a.txt && ${writes('b')}` },
      { key: 'c', epic: 'x', dependsOn: ['b', 'slow'], run: `test -e out/slow.txt && ${writes('c')}` },
    ])
    const { project } = await projectWith(under, plan)
    const { id } = await start(under, project.id, { strategy: 'CONTINUOUS' })
    await taskEnded(under, id, 'b', 'COMPLETED')
    expect((await taskOf(under, id, 'slow')).status).toBe('RUNNING')
    gates.open('slow')
    const { run, statuses } = await finished(under, id)
    expect(run).toMatchObject({ status: 'COMPLETED', strategy: 'CONTINUOUS', totalBatches: 3 })
    expect(new Set(Object.values(statuses))).toEqual(new Set(['COMPLETED']))
  })
})

describe('I1: isolation EPIC', () => {
  it('the tasks of an epic run one after the other in one worktree, and each sees the work of the task before it', async () => {
    const under = await fresh()
    const spy = new Spy()
    const log = join(under.home, 'log')
    // The order of the lines in the log is the order in which the agents began and ended. So no clocks are compared.
    const run = (key: string, work: string) =>
      spy.command(key, `echo begin ${key} $PWD >> ${log}; ${work} && ${writes(key)} && echo end ${key} >> ${log}`)
    const plan = commandPlan([
      { key: 'a1', epic: 'x', run: run('a1', spy.untilStarted(2)) },
      { key: 'a2', epic: 'x', run: run('a2', 'test -e out/a1.txt') },
      { key: 'b1', epic: 'y', run: run('b1', `${spy.untilStarted(2)}; test ! -e out/a1.txt`) },
    ])
    const { project } = await projectWith(under, plan)
    const { id } = await start(under, project.id, { isolation: 'EPIC' })
    expect((await finished(under, id)).run).toMatchObject({ status: 'COMPLETED', totalBatches: 1 })
    const lines = readFileSync(log, 'utf8').trim().split('\n')
    const where = (key: string) => lines.find((line) => line.startsWith(`begin ${key} `))?.split(' ')[2]
    expect(lines.indexOf(`begin a2 ${where('a2')}`)).toBeGreaterThan(lines.indexOf('end a1'))
    expect(lines).toHaveLength(6)
    expect(where('a2')).toBe(where('a1'))
    expect(where('b1')).not.toBe(where('a1'))
  })
})
