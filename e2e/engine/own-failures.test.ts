import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createGit, type EngineOptions, type Git, type Worktree } from '@coppice/engine'
import { commandPlan } from '@coppice/testkit'
import { describe, expect, it, onTestFinished } from 'vitest'
import { agentStarted, engineUnderTest, finished, projectWith, startParallel } from './engine-under-test.ts'

type Step = 'lease' | 'commit' | 'verify'

const DISK_FULL = 'git add failed (exit code 128): unable to write new index file\nNo space left on device'

/**
 * Real git in which some steps fail. A key of `failures` names a step: `lease a` (preparing the worktree of task a), `commit a` or `verify`.
 * Its value is how many times the step fails.
 */
class FailingGit {
  readonly git: Git
  readonly #left: Map<string, number>

  constructor(failures: Readonly<Record<string, number>>) {
    this.#left = new Map(Object.entries(failures))
    const real = createGit({ env: process.env })
    this.git = {
      ...real,
      open: async (...args) => {
        const repository = await real.open(...args)
        return {
          ...repository,
          openWorktree: async (at) => {
            if (basename(at) === 'verify') this.#failMaybe('verify', null)
            return repository.openWorktree(at)
          },
          addWorktree: async (at, commit, branch) => {
            if (branch !== null) this.#failMaybe('lease', branch)
            return this.#failing(await repository.addWorktree(at, commit, branch), branch)
          },
        }
      },
    }
  }

  /** Lets a step fail this many times from now on. */
  fail(step: string, times: number): void {
    this.#left.set(step, times)
  }

  #failing(worktree: Worktree, leasedFor: string | null): Worktree {
    let branch = leasedFor
    const commitAll = worktree.commitAll.bind(worktree)
    const reset = worktree.reset.bind(worktree)
    return Object.assign(worktree, {
      commitAll: async (...args: Parameters<Worktree['commitAll']>) => {
        this.#failMaybe('commit', branch)
        return commitAll(...args)
      },
      reset: async (...args: Parameters<Worktree['reset']>) => {
        branch = args[1]
        if (branch !== null) this.#failMaybe('lease', branch)
        await reset(...args)
      },
    })
  }

  #failMaybe(step: Step, branch: string | null): void {
    const name = branch === null ? step : `${step} ${branch.split('/').at(-1)}`
    const left = this.#left.get(name) ?? 0
    if (left === 0) return
    this.#left.set(name, left - 1)
    throw new Error(DISK_FULL)
  }
}

async function runOf(failures: Readonly<Record<string, number>>, keys: readonly string[], extra: object = {}) {
  const under = await engineUnderTest('pglite', { git: new FailingGit(failures).git })
  onTestFinished(() => under.close())
  const run = (key: string) => `echo ran >> "${under.home}/${key}.ran"; echo ${key} > ${key}.txt`
  const tasks = keys.map((key) => ({ key, epic: 'x', run: run(key) }))
  const plan = commandPlan(tasks, { defaults: { maxAttempts: 1 }, ...extra })
  const { project, repository } = await projectWith(under, plan)
  const ended = await finished(under, (await startParallel(under, project)).id)
  const ran = (key: string) => {
    const file = join(under.home, `${key}.ran`)
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').length : 0
  }
  const task = (key: string) => ended.tasks.find((one) => one.key === key)
  const sessions = await under.database.store.sessions(ended.run.id)
  const sessionsOf = (key: string) => sessions.filter(({ runTaskId }) => runTaskId === task(key)?.id)
  return { ...ended, repository, task, sessionsOf, ran }
}

describe('I5: a failure of Coppice itself', () => {
  it('uses up no attempt, and the task continues when the cause is removed', async () => {
    const passing = { 'lease a': 2, 'commit b': 2, verify: 2 }
    const { run, task, ran, sessionsOf } = await runOf(passing, ['a', 'b', 'c'], { verify: 'true', redBase: 'allow' })
    expect(run).toMatchObject({ status: 'COMPLETED', deliveryStatus: 'DELIVERED' })
    expect(task('a')).toMatchObject({ status: 'COMPLETED', attempts: 3, countedAttempts: 0, ownFailures: 0 })
    expect(sessionsOf('a').map(({ cutOff }) => cutOff)).toEqual([true, true, false])
    expect(task('b')).toMatchObject({ status: 'COMPLETED', attempts: 1 })
    expect([ran('a'), ran('b'), ran('c')], 'each agent is started once').toEqual([1, 1, 1])
  })

  it('ends its task when it stays; the reason quotes git, and no agent is started twice', async () => {
    const { statuses, task, ran, repository } = await runOf({ 'lease a': 99, 'commit b': 99 }, ['a', 'b', 'c'])
    expect(statuses).toEqual({ a: 'FAILED', b: 'FAILED', c: 'COMPLETED' })
    expect(task('a')).toMatchObject({
      attempts: 6,
      countedAttempts: 0,
      statusReason: expect.stringContaining(DISK_FULL),
    })
    expect(task('a')?.statusReason).toMatch(
      /gave up after 6 tries\. These tries did not count as attempts.*retry the task/,
    )
    expect(task('b')).toMatchObject({
      attempts: 1,
      countedAttempts: 0,
      statusReason: expect.stringContaining(DISK_FULL),
    })
    expect(task('b')?.statusReason).toMatch(
      /The work stays in \S+\. When a run ends .* Coppice commits it to coppice\/work\/run-1\/b/,
    )
    expect(repository.git('show', 'coppice/work/run-1/b:b.txt')).toBe('b')
    expect([ran('a'), ran('b')]).toEqual([0, 1])
  })

  it('I1, D5: keeps the slot of work that could not be committed, also after a restart, and the work is committed in the end', async () => {
    const under = await engineUnderTest('pglite', { git: new FailingGit({ 'commit a': 99 }).git })
    const go = join(under.home, 'go')
    const tasks = [
      { key: 'a', epic: 'x', run: 'echo a > a.txt' },
      { key: 'b', epic: 'x', run: `until [ -e "${go}" ]; do sleep 0.05; done; echo b > b.txt` },
    ]
    const { project, repository } = await projectWith(under, commandPlan(tasks))
    const { id } = await startParallel(under, project, 1)
    await agentStarted(under, id, 'b')
    await under.engine.stop('interrupt')
    writeFileSync(go, '')
    const next = await under.restart()
    onTestFinished(() => next.close())
    expect((await finished(next, id)).statuses).toEqual({ a: 'FAILED', b: 'COMPLETED' })
    const sessions = await next.database.store.sessions(id)
    const [stranded, ...others] = sessions.map(({ slot }) => slot)
    expect(others).toHaveLength(2)
    expect(others).not.toContain(stranded)
    expect(repository.git('show', 'coppice/work/run-1/a:a.txt')).toBe('a')
    expect(existsSync(join(next.home, 'worktrees', project.id, 'run-1'))).toBe(false)
  })

  it('may also be a failure to copy a file; a setup command that fails uses up an attempt', async () => {
    const copying = await runOf({}, ['a'], { copy: ['README.md/none'] })
    expect(copying.task('a')).toMatchObject({ status: 'FAILED', attempts: 6, countedAttempts: 0 })
    expect(copying.task('a')?.statusReason).toMatch(/could not copy README\.md\/none into the worktree/)
    const setup = await runOf({}, ['a'], { setup: 'exit 3' })
    expect(setup.task('a')).toMatchObject({ status: 'FAILED', attempts: 1, countedAttempts: 1 })
  })
})

it('D3: after a restart a red tip stays red, although verify could not run on it', async () => {
  const failing = new FailingGit({})
  let merges = 0
  const reach: EngineOptions['reach'] = (point) => {
    if (point !== 'merge.recorded' || ++merges !== 1) return
    failing.fail('verify', 6)
    throw new Error('the server died')
  }
  const under = await engineUnderTest('pglite', { git: failing.git, reach })
  onTestFinished(() => under.close())
  const tasks = ['a', 'b'].map((key) => ({ key, epic: 'x', run: `echo ${key} > ${key}.txt` }))
  const plan = commandPlan(tasks, { verify: 'test -e docs.txt', redBase: 'allow', defaults: { maxAttempts: 1 } })
  const { project, repository } = await projectWith(under, plan)
  const main = repository.git('rev-parse', 'main')
  const { run, statuses } = await finished(under, (await startParallel(under, project)).id)
  expect(statuses, 'a merge is not refused for a check that failed before it').toEqual({
    a: 'COMPLETED',
    b: 'COMPLETED',
  })
  expect(run.deliveryStatus).toBe('REFUSED')
  expect(repository.git('rev-parse', 'main')).toBe(main)
})

it('I5: an agent that removes its worktree uses up an attempt; its commits are kept, and the next attempt has a new worktree', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const first = 'echo 1 > first.txt; git add .; git commit -qm first; rm -rf "$PWD"'
  const run = `if [ "$COPPICE_ATTEMPT" = 1 ]; then ${first}; else echo 2 > second.txt; fi`
  const plan = commandPlan([{ key: 'a', epic: 'x', run }])
  const { project, repository } = await projectWith(under, plan)
  const ended = await finished(under, (await startParallel(under, project)).id)
  expect(ended.tasks[0]).toMatchObject({ status: 'COMPLETED', attempts: 2, countedAttempts: 1 })
  expect(ended.tasks[0]?.lastFailure?.reason).toContain('somebody deleted the worktree of the session')
  expect(repository.git('ls-tree', '--name-only', 'refs/coppice/kept/run-1/a/1')).toContain('first.txt')
  expect(repository.git('for-each-ref', 'refs/coppice/slots/')).toBe('')
})
