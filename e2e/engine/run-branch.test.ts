import { commandPlan, USERS_GIT_DIR } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import {
  type EngineUnderTest,
  engineUnderTest,
  eventOf,
  finished,
  projectWith,
  startParallel,
} from './engine-under-test.ts'

async function start(plan: object) {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const { project, repository } = await projectWith(under, plan)
  const run = async () => finished(under, (await startParallel(under, project)).id)
  return { under, project, repository, run }
}

async function reasonsOf(under: EngineUnderTest, runId: string): Promise<string> {
  const events = await under.database.store.events(runId, 0, 1000)
  return events.map(({ data }) => ('reason' in data ? (data.reason ?? '') : '')).join('\n')
}

const USERS_GIT = `git --git-dir=${USERS_GIT_DIR}`

/** @returns a plan with two tasks. The second task runs the command `then` when the first task is merged. */
const twoTasks = (then: string) =>
  commandPlan([
    { key: 'a', epic: 'x', run: 'echo a > a.txt' },
    { key: 'b', epic: 'x', dependsOn: ['a'], run: `${then}; echo b > b.txt` },
  ])

it('D1: when somebody deletes the branch of a run, it is created again from the record, and the run says so', async () => {
  const { under, repository, run } = await start(twoTasks(`${USERS_GIT} branch -qD coppice/run-1`))
  const ended = await run()
  expect(ended.run).toMatchObject({ status: 'COMPLETED', deliveryStatus: 'DELIVERED' })
  expect(await reasonsOf(under, ended.run.id)).toMatch(
    /Somebody deleted coppice\/run-1\. Coppice created it again at [0-9a-f]{12}\./,
  )
  expect(repository.git('ls-tree', '--name-only', 'main')).toContain('a.txt\nb.txt')
})

it('D1, D5: when somebody moves the branch of a run, it is not overwritten: the run ends, and its work is kept', async () => {
  const { under, project, repository, run } = await start(twoTasks(`${USERS_GIT} branch -qf coppice/run-1 main`))
  const ended = await run()
  expect(ended.run).toMatchObject({ status: 'FAILED', deliveryStatus: 'PENDING', halts: 1 })
  expect(ended.run.statusReason).toMatch(/Somebody moved coppice\/run-1 to .*Coppice does not overwrite the branch/)
  expect(ended.statuses).toEqual({ a: 'COMPLETED', b: 'CANCELLED' })
  expect(repository.git('rev-parse', 'coppice/run-1')).toBe(repository.git('rev-parse', 'main'))
  const [, cure = ''] = /`git (branch -f coppice\/run-1 [0-9a-f]+)`/.exec(ended.run.statusReason ?? '') ?? []
  const [, kept = ''] = /The ref (\S+) keeps the merged work/.exec(ended.run.statusReason ?? '') ?? []
  expect(repository.git('ls-tree', '--name-only', kept)).toContain('a.txt')

  await under.engine.deliver({ runId: ended.run.id })
  const isRefused = ({ type, data }: { type: string; data: object }) =>
    type === 'DeliveryFinished' && 'deliveryStatus' in data && data.deliveryStatus === 'REFUSED'
  expect((await eventOf(under, ended.run.id, isRefused)).data).toMatchObject({
    reason: expect.stringContaining('Somebody moved coppice/run-1'),
  })

  repository.git(...cure.split(' '))
  const next = await finished(under, (await startParallel(under, project)).id)
  expect(next.run).toMatchObject({ status: 'COMPLETED', deliveryStatus: 'DELIVERED' })
  expect(
    next.tasks.map(({ key, attempts }) => [key, attempts]),
    'b had finished, so no agent is started',
  ).toEqual([['b', 0]])
})

it('D3: a commit that somebody adds to the branch of a run is verified before it is delivered', async () => {
  const plan = commandPlan([{ key: 'a', epic: 'x', run: 'echo a > a.txt' }], { verify: 'test ! -e bad.txt' })
  let strike = () => {}
  const under = await engineUnderTest('pglite', { reach: (point) => point === 'batch.closed' && strike() })
  onTestFinished(() => under.close())
  const { project, repository } = await projectWith(under, plan)
  strike = () => {
    const blob = repository.git('hash-object', '-w', 'README.md')
    repository.git('update-index', '--add', '--cacheinfo', `100644,${blob},bad.txt`)
    const tree = repository.git('write-tree')
    repository.git('reset', '-q')
    const commit = repository.git('commit-tree', '-p', 'coppice/run-1', '-m', 'mine', tree)
    repository.git('update-ref', 'refs/heads/coppice/run-1', commit)
  }
  const { run } = await finished(under, (await startParallel(under, project)).id)
  expect(run).toMatchObject({ status: 'COMPLETED', deliveryStatus: 'REFUSED' })
  expect(run.deliveryReason).toMatch(/verify failed: test ! -e bad\.txt/)
})

it('D6: when somebody deletes the branch of an undelivered run, its work is carried in from the record', async () => {
  const plan = { ...commandPlan([{ key: 'a', epic: 'x', run: 'echo a > a.txt' }]), delivery: 'manual' }
  const { under, project, repository, run } = await start(plan)
  const first = await run()
  repository.git('branch', '-qD', 'coppice/run-1')
  const more = { ...twoTasks('true'), delivery: 'manual' }
  await under.engine.importPlan({ projectId: project.id, source: JSON.stringify(more) })
  const next = await run()
  expect(next.run).toMatchObject({ status: 'COMPLETED', carriedRunIds: [first.run.id] })
  expect(next.statuses, 'a is done').toEqual({ b: 'COMPLETED' })
  expect(await reasonsOf(under, next.run.id)).toMatch(/Somebody deleted coppice\/run-1/)
  expect(repository.git('rev-parse', 'coppice/run-1')).toBe(first.tasks[0]?.commit)
})

/** Deletes branches as a person who tidies up does, with all that git can then remove. */
function tidyUp(git: (...args: string[]) => string, ...branches: string[]): void {
  git('branch', '-qD', ...branches)
  git('reflog', 'expire', '--expire=now', '--all')
  git('gc', '-q', '--prune=now')
}

const withOne = { ...commandPlan([{ key: 'a', epic: 'x', run: 'echo a > a.txt' }]), delivery: 'manual' }

it('D6: when somebody deletes the branch of an undelivered run and runs `git gc --prune=now`, its work is carried in', async () => {
  const { under, project, repository, run } = await start(withOne)
  const first = await run()
  tidyUp(repository.git, 'coppice/run-1')
  const source = JSON.stringify(twoTasks('true'))
  await under.engine.importPlan({ projectId: project.id, source, mayRemove: ['MANUAL_DELIVERY'] })
  const next = await run()
  expect(next.run).toMatchObject({ number: 2, status: 'COMPLETED', deliveryStatus: 'DELIVERED' })
  expect(next.statuses, 'a is done, so no agent does it again').toEqual({ b: 'COMPLETED' })
  expect(await reasonsOf(under, next.run.id)).toMatch(/Somebody deleted coppice\/run-1/)
  expect(repository.git('rev-parse', 'coppice/run-1')).toBe(first.tasks[0]?.commit)
  expect(repository.git('ls-tree', '--name-only', 'main')).toContain('a.txt\nb.txt')
  expect(repository.git('for-each-ref', 'refs/coppice/pins/'), 'the runs are delivered').toBe('')
})

it('D2: when somebody deletes the branch of an undelivered run and runs `git gc --prune=now`, a person can still deliver it', async () => {
  const { under, repository, run } = await start(withOne)
  const { run: ended } = await run()
  tidyUp(repository.git, 'coppice/run-1')
  await under.engine.deliver({ runId: ended.id })
  await eventOf(under, ended.id, ({ type }) => type === 'DeliveryFinished')
  expect(repository.git('ls-tree', '--name-only', 'main')).toContain('a.txt')
})

it('D1: when somebody deletes all branches of a run and runs `git gc --prune=now` before each merge, no work is done twice', async () => {
  let strike = () => {}
  const under = await engineUnderTest('pglite', { reach: (point) => point === 'merge.entered' && strike() })
  onTestFinished(() => under.close())
  const plan = commandPlan([
    { key: 'a', epic: 'x', run: 'echo a > a.txt' },
    { key: 'b', epic: 'x', run: 'echo b > b.txt', dependsOn: ['a'] },
    { key: 'c', epic: 'x', run: 'echo c > c.txt', dependsOn: ['b'] },
  ])
  const { project, repository } = await projectWith(under, plan)
  const branches = () =>
    repository.git('for-each-ref', '--format=%(refname:short)', 'refs/heads/coppice/').split('\n').filter(Boolean)
  strike = () => tidyUp(repository.git, ...branches())
  const { run, tasks } = await finished(under, (await startParallel(under, project)).id)
  expect(tasks.map(({ key, status, attempts }) => [key, status, attempts])).toEqual([
    ['a', 'COMPLETED', 1],
    ['b', 'COMPLETED', 1],
    ['c', 'COMPLETED', 1],
  ])
  expect(run).toMatchObject({ status: 'COMPLETED', deliveryStatus: 'DELIVERED' })
  expect(repository.git('ls-tree', '--name-only', 'main')).toContain('a.txt\nb.txt\nc.txt')
  expect(repository.git('fsck', '--no-dangling', '--no-progress')).toBe('')
})

it('I4: a run does not take the number of a run of another project whose branch was deleted', async () => {
  const { under, repository, run } = await start(withOne)
  await run()
  tidyUp(repository.git, 'coppice/run-1')
  const other = await under.engine.createProject({
    name: 'other',
    repositoryPath: repository.path,
    baseBranch: 'main',
  })
  await under.engine.importPlan({ projectId: other.id, source: JSON.stringify(withOne) })
  expect((await finished(under, (await startParallel(under, other)).id)).run).toMatchObject({ number: 2 })
})

it('I4, D5: a run that ends drops no pin of another project, whose run has the same number', async () => {
  const { under, project, repository, run } = await start(twoTasks('true'))
  await run()
  repository.git('branch', '-qD', 'coppice/run-1')
  repository.git('update-ref', '-d', `refs/coppice/pins/run-1/${project.id}`)
  const other = await under.engine.createProject({
    name: 'other',
    repositoryPath: repository.path,
    baseBranch: 'main',
  })
  const plan = { ...commandPlan([{ key: 'other', epic: 'x', run: 'echo o > other.txt' }]), delivery: 'manual' }
  await under.engine.importPlan({ projectId: other.id, source: JSON.stringify(plan) })
  const others = await finished(under, (await startParallel(under, other)).id)
  expect(others.run).toMatchObject({ number: 1, deliveryStatus: 'PENDING' })
  await under.engine.importPlan({
    projectId: project.id,
    source: JSON.stringify(commandPlan([{ key: 'c', epic: 'x', run: 'echo c > c.txt' }])),
  })
  expect((await run()).run).toMatchObject({ number: 2, deliveryStatus: 'DELIVERED' })
  tidyUp(repository.git, 'coppice/run-1')
  await under.engine.deliver({ runId: others.run.id })
  await eventOf(under, others.run.id, ({ type }) => type === 'DeliveryFinished')
  expect(repository.git('ls-tree', '--name-only', 'main')).toContain('other.txt')
})

it('P5: when git no longer has the merged work of a run, the next run does its tasks again and says so', async () => {
  const { under, project, repository, run } = await start(withOne)
  await run()
  repository.git('update-ref', '-d', `refs/coppice/pins/run-1/${project.id}`)
  tidyUp(repository.git, 'coppice/run-1')
  const next = await run()
  expect(next.run).toMatchObject({ status: 'COMPLETED' })
  expect(await reasonsOf(under, next.run.id)).toMatch(/merged work of coppice\/run-1 is lost: .*tasks again/)
  await expect(run()).rejects.toThrow(/is done/)
})

it('D5: when another agent deletes the branch of refused work, the work is on a ref at the end of the run', async () => {
  const tidy = `${USERS_GIT} for-each-ref --format='%(refname:short)' refs/heads/coppice/work | xargs -n1 ${USERS_GIT} branch -qD`
  const plan = commandPlan(
    [
      { key: 'refused', epic: 'x', run: 'echo 1 > bad.txt', maxAttempts: 1 },
      { key: 'tidy', epic: 'x', dependsOn: [{ task: 'refused', kind: 'soft' }], run: `${tidy}; echo 1 > tidy.txt` },
    ],
    { verify: 'test ! -e bad.txt' },
  )
  const { under, repository, run } = await start(plan)
  const ended = await run()
  expect(ended.statuses).toEqual({ refused: 'FAILED', tidy: 'COMPLETED' })
  expect(repository.git('ls-tree', '--name-only', 'coppice/work/run-1/refused')).toContain('bad.txt')
  expect(await reasonsOf(under, ended.run.id)).toMatch(/ref with the work of session \d+ \(refused\) was deleted/)
})
