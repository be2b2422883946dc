import { commandPlan } from '@coppice/testkit'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  type EngineUnderTest,
  engineUnderTest,
  eventOf,
  finished,
  projectWith,
  startParallel,
} from './engine-under-test.ts'
import { livingProcesses } from './living-processes.ts'
import { Spy } from './spy.ts'

/** The tests that the product's first specification requires. The names such as `test_single_batch` are from that specification. */

async function fresh(): Promise<EngineUnderTest> {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  return under
}

const writes = (key: string) =>
  `mkdir -p out && echo ${key} > out/${key}.txt && git add -A && git commit -qm "do ${key}"`

describe('ParallelExecutor', () => {
  it('test_single_batch: executes a single batch correctly', async () => {
    const under = await fresh()
    const plan = commandPlan([
      { key: 'a', epic: 'x', run: writes('a') },
      { key: 'b', epic: 'x', run: writes('b') },
      { key: 'c', epic: 'y', run: writes('c') },
    ])
    const { project, repository } = await projectWith(under, plan)
    const { run, statuses } = await finished(under, (await startParallel(under, project)).id)
    expect(run).toMatchObject({ status: 'COMPLETED', totalBatches: 1, totalTasks: 3, deliveryStatus: 'DELIVERED' })
    expect(statuses).toEqual({ a: 'COMPLETED', b: 'COMPLETED', c: 'COMPLETED' })
    expect(repository.git('ls-tree', '-r', '--name-only', 'main').split('\n')).toEqual(
      expect.arrayContaining(['out/a.txt', 'out/b.txt', 'out/c.txt']),
    )
  })

  it('test_multiple_batches: executes batches in order, and each task sees the work that it depends on', async () => {
    const under = await fresh()
    const spy = new Spy()
    const plan = commandPlan([
      { key: 'a', epic: 'x', run: spy.command('a', `sleep 0.3; ${writes('a')}`) },
      { key: 'b', epic: 'x', run: spy.command('b', writes('b')) },
      { key: 'c', epic: 'y', dependsOn: ['a'], run: spy.command('c', `test -f out/a.txt && ${writes('c')}`) },
      { key: 'd', epic: 'y', dependsOn: ['c'], run: spy.command('d', `test -f out/c.txt && ${writes('d')}`) },
    ])
    const { project } = await projectWith(under, plan)
    const { run } = await finished(under, (await startParallel(under, project)).id)
    expect(run).toMatchObject({ status: 'COMPLETED', totalBatches: 3 })
    expect(spy.startOf('c')).toBeGreaterThan(spy.endOf('a'))
    expect(spy.startOf('c')).toBeGreaterThan(spy.endOf('b'))
    expect(spy.startOf('d')).toBeGreaterThan(spy.endOf('c'))
  })

  it.each([1, 3, 8])(
    'test_concurrency_limit: with %i slots, the largest number of agents at once is the number of slots',
    async (slots) => {
      const under = await fresh()
      const spy = new Spy()
      const keys = Array.from({ length: 10 }, (_, index) => `t${index}`)
      const tasks = keys.map((key) => ({
        key,
        epic: 'x',
        run: spy.command(key, `${spy.untilStarted(slots)}; ${writes(key)}`),
      }))
      const { project } = await projectWith(under, commandPlan(tasks))
      const { run } = await finished(under, (await startParallel(under, project, slots)).id)
      expect(run.status).toBe('COMPLETED')
      expect(spy.mostAtOnce()).toBe(slots)
    },
  )

  it('test_task_failure_handling: when a task fails, only the tasks that need it are skipped', async () => {
    const under = await fresh()
    const plan = commandPlan(
      [
        { key: 'bad', epic: 'x', run: 'echo out of ideas; exit 3' },
        { key: 'good', epic: 'x', run: writes('good') },
        { key: 'behind', epic: 'y', dependsOn: ['bad'], run: writes('behind') },
        { key: 'further', epic: 'y', dependsOn: ['behind'], run: writes('further') },
        { key: 'beside', epic: 'y', dependsOn: ['good'], run: writes('beside') },
      ],
      { defaults: { maxAttempts: 2 } },
    )
    const { project, repository } = await projectWith(under, plan)
    const { run, tasks, statuses } = await finished(under, (await startParallel(under, project)).id)
    expect(statuses).toEqual({
      bad: 'FAILED',
      good: 'COMPLETED',
      behind: 'SKIPPED',
      further: 'SKIPPED',
      beside: 'COMPLETED',
    })
    expect(run).toMatchObject({ status: 'FAILED', deliveryStatus: 'DELIVERED' })
    expect(tasks.find((task) => task.key === 'bad')).toMatchObject({
      attempts: 2,
      statusReason: expect.stringContaining('exit code 3'),
    })
    expect(tasks.find((task) => task.key === 'behind')?.statusReason).toContain('bad')
    expect(repository.git('ls-tree', '-r', '--name-only', 'main')).toContain('out/beside.txt')
  })

  it('test_cancellation: no process is alive, and the next run merges finished work without an agent', async () => {
    const under = await fresh()
    const spy = new Spy()
    const plan = commandPlan([
      {
        key: 'slow',
        epic: 'x',
        run: spy.command('slow', `trap '' TERM; (setsid sleep 300 &) ; test -f go || sleep 300; ${writes('slow')}`),
      },
      { key: 'quick', epic: 'x', run: spy.command('quick', writes('quick')) },
      { key: 'later', epic: 'x', dependsOn: ['quick'], run: spy.command('later', writes('later')) },
    ])
    const { project, repository } = await projectWith(under, plan)
    const started = await startParallel(under, project, 2)
    await eventOf(under, started.id, (event) => event.type === 'AttemptFinished' && event.data.taskKey === 'quick')
    const { cancelledAgents } = await under.engine.cancel({ runId: started.id })
    expect(cancelledAgents).toBe(1)
    const { run, statuses } = await finished(under, started.id)
    expect(run).toMatchObject({ status: 'CANCELLED', deliveryStatus: 'PENDING' })
    expect(statuses).toEqual({ slow: 'CANCELLED', quick: 'CANCELLED', later: 'CANCELLED' })
    const sessions = await under.database.store.sessions(run.id)
    expect(sessions.flatMap((session) => livingProcesses(session.id))).toEqual([])
    expect(repository.git('for-each-ref', 'refs/coppice/slots/')).toBe('')

    repository.write('go', 'yes')
    repository.git('add', '-A')
    repository.git('commit', '-qm', 'go')
    const again = await finished(under, (await startParallel(under, project, 2)).id)
    expect(again.run.status).toBe('COMPLETED')
    expect(spy.starts('quick')).toBe(1)
    expect(spy.starts('later')).toBe(1)
    expect(repository.git('ls-tree', '-r', '--name-only', 'main')).toContain('out/slow.txt')
  })

  it('test_worktree_merge: each task is one merge commit with its trailers, and no worktree or work branch remains', async () => {
    const under = await fresh()
    const plan = commandPlan(
      [
        { key: 'a', epic: 'x', run: writes('a') },
        { key: 'b', epic: 'y', run: 'echo uncommitted > left-over.txt' },
        { key: 'none', epic: 'y', run: 'echo "COPPICE: no change needed"' },
      ],
      { verify: 'test -f README.md' },
    )
    const { project, repository } = await projectWith(under, plan)
    const { run } = await finished(under, (await startParallel(under, project)).id)
    expect(run.status).toBe('COMPLETED')
    const log = repository
      .git('log', '--first-parent', '--format=%P|%(trailers:separator=%x2C)', 'main')
      .trim()
      .split('\n')
    const of = (key: string) => log.find((line) => line.includes(`Coppice-Task: ${key}`)) ?? ''
    for (const key of ['a', 'b']) {
      expect(of(key).split('|')[0]?.split(' ')).toHaveLength(2)
      for (const trailer of ['Coppice-Run: 1', 'Coppice-Epic:', 'Coppice-Session:', 'Coppice-Verified: true'])
        expect(of(key)).toContain(trailer)
    }
    expect(of('none')).toContain('Coppice-Task: none')
    expect(repository.git('show', 'main:left-over.txt')).toContain('uncommitted')
    expect(repository.git('status', '--porcelain')).toBe('')
    expect(repository.git('for-each-ref', 'refs/coppice/slots/')).toBe('')
    expect(repository.git('for-each-ref', 'refs/heads/coppice/work')).toBe('')
  })
})

describe('ParallelIntegration', () => {
  it('test_end_to_end_parallel: a retry has the failure in its prompt, a conflict is resolved, and all work is delivered', async () => {
    const under = await fresh()
    const retry =
      'if grep -q "fixed.txt is missing" "$COPPICE_PROMPT_FILE"; then echo ok > fixed.txt; fi; echo v > checked.txt; git add -A; git commit -qm checked'
    const line = (text: string) => `sleep 0.1; echo ${text} >> list.txt; git add -A; git commit -qm ${text}`
    const takeBoth = "sed -i '/^[<=>]\\{7\\}/d' list.txt && git add list.txt"
    const verify = 'test ! -f checked.txt || test -f fixed.txt || { echo fixed.txt is missing; exit 1; }\n'
    const plan = commandPlan(
      [
        { key: 'checked', epic: 'x', run: retry },
        { key: 'one', epic: 'x', run: line('one') },
        { key: 'two', epic: 'y', run: line('two'), resolve: takeBoth },
      ],
      { verify: 'sh verify.sh' },
    )
    const { project, repository } = await projectWith(under, plan, { 'list.txt': 'zero\n', 'verify.sh': verify })
    const { run, tasks } = await finished(under, (await startParallel(under, project)).id)
    expect(run).toMatchObject({ status: 'COMPLETED', deliveryStatus: 'DELIVERED' })
    expect(tasks.find((task) => task.key === 'checked')?.attempts).toBe(2)
    expect(tasks.find((task) => task.key === 'two')?.conflictSessions).toBe(1)
    expect(repository.git('show', 'main:list.txt').trim().split('\n').sort()).toEqual(['one', 'two', 'zero'])
  })

  it('test_parallel_vs_sequential: three agents at once lead to the same tree as one at a time', async () => {
    const under = await fresh()
    const spec: [string, string, string[]][] = [
      ['a', 'x', []],
      ['b', 'x', []],
      ['c', 'y', []],
      ['d', 'y', ['a', 'c']],
      ['e', 'z', ['b']],
      ['f', 'z', ['d', 'e']],
    ]
    const spies = { parallel: new Spy(), sequential: new Spy() }
    const planFor = (spy: Spy, meeting: (key: string) => string) =>
      commandPlan(
        spec.map(([key, epic, dependsOn]) => ({
          key,
          epic,
          dependsOn,
          run: spy.command(key, meeting(key) + writes(key)),
        })),
      )
    const first = ['a', 'b', 'c']
    const planOf = {
      parallel: planFor(spies.parallel, (key) => (first.includes(key) ? `${spies.parallel.untilStarted(3)}; ` : '')),
      sequential: planFor(spies.sequential, () => ''),
    }
    const both = {
      parallel: await projectWith(under, planOf.parallel),
      sequential: await projectWith(under, planOf.sequential),
    }
    const parallel = await under.engine.startCodingSessions(both.parallel.project.id, { parallel: true })
    const outcome = await parallel.outcome
    const sequential = await (await under.engine.startCodingSessions(both.sequential.project.id)).outcome
    expect(outcome).toMatchObject({ status: 'COMPLETED', completedTasks: 6, completedBatches: 3, failedTasks: [] })
    expect(sequential).toMatchObject({ status: 'COMPLETED', completedTasks: 6 })
    const tree = (name: keyof typeof both) => both[name].repository.git('ls-tree', '-r', 'main')
    expect(tree('parallel')).toBe(tree('sequential'))
    expect(spies.parallel.mostAtOnce()).toBe(3)
    expect(spies.sequential.mostAtOnce()).toBe(1)
    expect((await parallel.firstSession)?.number).toBe(1)
  })

  it('test_failure_recovery: a run continues after a task has failed, and the next run does the remaining tasks', async () => {
    const under = await fresh()
    const plan = commandPlan(
      [
        { key: 'flaky', epic: 'x', run: `test -f allowed && ${writes('flaky')}` },
        { key: 'solid', epic: 'x', run: writes('solid') },
        { key: 'after', epic: 'y', dependsOn: ['flaky'], run: writes('after') },
      ],
      { defaults: { maxAttempts: 1 } },
    )
    const { project, repository } = await projectWith(under, plan)
    const first = await finished(under, (await startParallel(under, project)).id)
    expect(first.statuses).toEqual({ flaky: 'FAILED', solid: 'COMPLETED', after: 'SKIPPED' })
    repository.write('allowed', 'yes')
    repository.git('add', '-A')
    repository.git('commit', '-qm', 'allow')
    const second = await finished(under, (await startParallel(under, project)).id)
    expect(second.statuses).toEqual({ flaky: 'COMPLETED', after: 'COMPLETED' })
  })

  it('returns zeros when there is nothing to do', async () => {
    const under = await fresh()
    const { project } = await projectWith(under, commandPlan([{ key: 'a', epic: 'x', run: writes('a') }]))
    await (await under.engine.startCodingSessions(project.id, { parallel: true })).outcome
    const again = await under.engine.startCodingSessions(project.id, { parallel: true })
    expect(again.run).toBeNull()
    expect(await again.outcome).toMatchObject({ totalTasks: 0, totalBatches: 0, durationMs: 0, costUsd: 0 })
  })
})
