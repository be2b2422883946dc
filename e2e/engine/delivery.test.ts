import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunEvent, RunRecord } from '@coppice/engine'
import { commandPlan, type TempRepository, tempFolder } from '@coppice/testkit'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import {
  type EngineUnderTest,
  engineUnderTest,
  eventOf,
  finished,
  projectWith,
  startParallel,
} from './engine-under-test.ts'

const write = (key: string) => ({ key, epic: 'e', run: `echo ${key} > ${key}.txt` })

/** The engine that the tests share. Each test has its own project and repository. */
let shared: EngineUnderTest
beforeAll(async () => {
  shared = await engineUnderTest()
})
afterAll(() => shared.close())

async function given(plan: object, tasks: readonly object[] = [write('a')], under = shared) {
  const source = commandPlan(tasks as ReturnType<typeof write>[], { delivery: 'manual', ...plan })
  return { under, ...(await projectWith(under, source)) }
}

async function waiting(plan: object = {}, tasks?: readonly object[], under = shared) {
  const one = await given(plan, tasks, under)
  const { id } = await startParallel(one.under, one.project)
  const { run } = await finished(one.under, id)
  expect(run).toMatchObject({ deliveryStatus: 'PENDING', deliveryRequestedAt: null })
  return { ...one, run }
}

const deliveries = async (under: EngineUnderTest, { id }: RunRecord): Promise<RunEvent[]> =>
  (await under.database.store.events(id, 0, 500)).filter(({ type }) => type === 'DeliveryFinished')

/** Requests the delivery and waits for its outcome. */
async function delivered(under: EngineUnderTest, { id, lastSequence }: RunRecord): Promise<RunRecord> {
  await under.engine.deliver({ runId: id })
  await eventOf(under, id, ({ type, sequence }) => type === 'DeliveryFinished' && sequence > lastSequence)
  const run = await under.database.store.run(id)
  if (!run) throw new Error('no run')
  return run
}

const files = ({ git }: TempRepository) => git('ls-tree', '-r', '--name-only', 'main').split('\n')

describe('S9: a delivery by hand', () => {
  it('moves the base branch and the clean checkout on it, and emits one event after RunFinished', async () => {
    const { under, repository, run } = await waiting()
    expect(files(repository)).not.toContain('a.txt')
    const after = await delivered(under, run)
    expect(after).toMatchObject({ status: 'COMPLETED', deliveryStatus: 'DELIVERED', deliveryReason: null })
    expect(after.deliveryCommit).toBe(repository.git('rev-parse', 'main'))
    expect(readFileSync(join(repository.path, 'a.txt'), 'utf8')).toBe('a\n')
    expect(repository.git('status', '--porcelain')).toBe('')
    expect(repository.git('for-each-ref', 'refs/coppice/slots/')).toBe('')
    const events = await under.database.store.events(run.id, 0, 500)
    expect(events.slice(-2).map(({ type }) => type)).toEqual(['RunFinished', 'DeliveryFinished'])
    await expect(under.engine.deliver({ runId: run.id })).rejects.toThrow('Run 1 is already delivered to main')
  })

  it('delivers the merged work of a cancelled run', async () => {
    const never = { key: 'b', epic: 'e', run: 'sleep 600', dependsOn: ['a'] }
    const { under, project, repository } = await given({ delivery: 'auto' }, [write('a'), never])
    const { id } = await startParallel(under, project)
    await eventOf(under, id, ({ type, data }) => type === 'TaskStarted' && data.taskKey === 'b')
    await expect(under.engine.deliver({ runId: id })).rejects.toThrow(
      'Run 1 is RUNNING. Wait until it has ended, then deliver it.',
    )
    await under.engine.cancel({ runId: id })
    const { run } = await finished(under, id)
    expect(run).toMatchObject({ status: 'CANCELLED', deliveryStatus: 'PENDING' })
    expect(await delivered(under, run)).toMatchObject({ status: 'CANCELLED', deliveryStatus: 'DELIVERED' })
    expect(files(repository)).toContain('a.txt')
  })

  it('D2: while a run is active, it is said what would prevent the delivery of the work that is merged so far', async () => {
    const never = { key: 'b', epic: 'e', run: 'sleep 600', dependsOn: ['a'] }
    const { under, project, repository } = await given({ delivery: 'auto' }, [write('a'), never])
    const { id } = await startParallel(under, project)
    await eventOf(under, id, ({ type, data }) => type === 'TaskStarted' && data.taskKey === 'b')
    const obstacles = async () => (await under.engine.read.projectDelivery(project.id)).obstacles
    expect(await obstacles()).toEqual([])
    writeFileSync(join(repository.path, 'a.txt'), 'mine\n')
    expect(await obstacles()).toMatchObject([{ paths: ['a.txt'], help: 'move them away' }])
    await under.engine.cancel({ runId: id })
    await finished(under, id)
  })

  it('does not change the checkout when it is refused, and can be requested again', async () => {
    const { under, repository, run } = await waiting()
    writeFileSync(join(repository.path, 'README.md'), 'mine\n')
    const before = [repository.git('status', '--porcelain'), repository.git('rev-parse', 'main')]
    const refused = await delivered(under, run)
    expect(refused).toMatchObject({ deliveryStatus: 'REFUSED', status: 'COMPLETED' })
    expect(refused.deliveryReason).toMatch(/not committed: README\.md.*coppice deliver 1.*git merge coppice\/run-1/)
    expect([repository.git('status', '--porcelain'), repository.git('rev-parse', 'main')]).toEqual(before)
    repository.git('checkout', 'README.md')
    expect(await delivered(under, refused)).toMatchObject({ deliveryStatus: 'DELIVERED', deliveryReason: null })
  })

  it('merges new commits of the base branch and verifies the result first (D2, D3)', async () => {
    const { under, repository, run } = await waiting({ verify: '! { test -e a.txt && test -e bad.txt; }' })
    writeFileSync(join(repository.path, 'bad.txt'), '')
    repository.git('add', '.')
    repository.git('commit', '-qm', 'bad together with a')
    const refused = await delivered(under, run)
    expect(refused.deliveryReason).toMatch(/main has new commits, and verify fails for the run together with them/)
    const objects = new RegExp(`^coppice-objects-.*-${process.pid}-`)
    await expect.poll(() => readdirSync(tmpdir()).filter((name) => objects.test(name))).toEqual([])
    repository.git('rm', '-q', 'bad.txt')
    repository.git('commit', '-qm', 'good')
    expect(await delivered(under, refused)).toMatchObject({ deliveryStatus: 'DELIVERED' })
    expect(repository.git('rev-list', '--parents', '-n1', 'main').split(' ')).toHaveLength(3)
    expect(repository.git('for-each-ref', 'refs/coppice/slots/')).toBe('')
  })

  it('D2: starts again with the new base when somebody commits to the base branch while the delivery is verified', async () => {
    const folder = tempFolder('verify')
    const { under, repository, run } = await waiting({ verify: `test ! -e moved.txt || sh ${folder}/verify.sh` })
    const commits = `git -C ${repository.path} commit -q --allow-empty -m late`
    writeFileSync(join(folder, 'verify.sh'), `test -e ${folder}/late || { touch ${folder}/late; ${commits}; }`)
    writeFileSync(join(repository.path, 'moved.txt'), '')
    repository.git('add', '.')
    repository.git('commit', '-qm', 'moved')
    expect(await delivered(under, run)).toMatchObject({ deliveryStatus: 'DELIVERED', deliveryReason: null })
    expect(repository.git('log', '--format=%s', 'main').split('\n')).toContain('late')
    expect(files(repository)).toEqual(expect.arrayContaining(['a.txt', 'moved.txt']))
    expect(repository.git('status', '--porcelain')).toBe('')
  })

  it('happens once when it is requested several times at once, even together with a start', async () => {
    const { under, project, repository, run } = await waiting({}, [write('a')])
    const source = commandPlan([write('a'), write('b')], { delivery: 'manual' })
    await under.engine.importPlan({ projectId: project.id, source: JSON.stringify(source) })
    const requests = await Promise.allSettled([
      under.engine.deliver({ runId: run.id }),
      startParallel(under, project),
      under.engine.deliver({ runId: run.id }),
      under.engine.deliver({ runId: run.id }),
    ])
    const [, started] = requests
    expect(started.status).toBe('fulfilled')
    expect(requests.filter(({ status }) => status === 'rejected')).toHaveLength(2)
    for (const one of requests)
      if (one.status === 'rejected') expect(`${one.reason}`).toMatch(/in progress|already delivered/)
    await eventOf(under, run.id, ({ type }) => type === 'DeliveryFinished')
    const next = started.status === 'fulfilled' ? (await finished(under, started.value.id)).run : run
    expect(next.status).toBe('COMPLETED')
    expect(await deliveries(under, run)).toHaveLength(1)
    expect(await delivered(under, next)).toMatchObject({ deliveryStatus: 'DELIVERED' })
    expect(files(repository)).toEqual(expect.arrayContaining(['a.txt', 'b.txt']))
    expect(
      repository.git('log', '--format=%(trailers:key=Coppice-Task,valueonly)', 'main').split('\n').filter(Boolean),
    ).toHaveLength(2)
    const warned = await under.database.store.events(next.id, 0, 500)
    expect(JSON.stringify(warned)).not.toContain('quarantine')
  })

  it('is not necessary for a run whose work a later run carried in and delivered', async () => {
    const { under, project, run } = await waiting()
    const source = JSON.stringify(commandPlan([write('a'), write('b')], { delivery: 'auto' }))
    await under.engine.importPlan({ projectId: project.id, source, mayRemove: ['MANUAL_DELIVERY'] })
    const { id } = await startParallel(under, project)
    await finished(under, id)
    expect(await under.database.store.run(run.id)).toMatchObject({
      deliveryStatus: 'DELIVERED',
      deliveryReason: 'delivered with run 2',
    })
    expect(await deliveries(under, run)).toHaveLength(1)
    await expect(under.engine.deliver({ runId: run.id })).rejects.toThrow(
      'Run 1 is already delivered: delivered with run 2.',
    )
  })

  it('moves nothing when a person has merged the work by hand, and says so', async () => {
    const { under, repository, run } = await waiting()
    repository.git('merge', '-q', '--no-ff', '-m', 'by hand', 'coppice/run-1')
    const main = repository.git('rev-parse', 'main')
    expect(await delivered(under, run)).toMatchObject({
      deliveryStatus: 'DELIVERED',
      deliveryCommit: main,
      deliveryReason: 'already delivered: main contains the work',
    })
    expect(repository.git('rev-parse', 'main')).toBe(main)
  })

  it('is refused at once when the run merged nothing, is discarded, or does not exist', async () => {
    const { under, run } = await waiting()
    await under.engine.discardRun({ runId: run.id })
    await expect(under.engine.deliver({ runId: run.id })).rejects.toThrow('Run 1 is discarded')
    const failed = await given({ defaults: { maxAttempts: 1 } }, [{ key: 'a', epic: 'e', run: 'exit 1' }])
    const { id } = await startParallel(under, failed.project)
    await finished(under, id)
    await expect(under.engine.deliver({ runId: id })).rejects.toThrow('Run 1 merged no task')
    await expect(under.engine.deliver({ runId: 'x' })).rejects.toThrow('There is no run with this id')
  })

  it('continues in the next server when the first server stops during it (R1)', async () => {
    const first = await engineUnderTest()
    const waits = { verify: 'test ! -e moved.txt || test -e go.txt || sleep 600' }
    const { repository, run } = await waiting(waits, [write('a')], first)
    writeFileSync(join(repository.path, 'moved.txt'), '')
    repository.git('add', '.')
    repository.git('commit', '-qm', 'moved')
    await first.engine.deliver({ runId: run.id })
    await first.engine.stop('interrupt')
    expect(await first.database.store.run(run.id)).toMatchObject({ deliveryStatus: 'PENDING' })
    expect((await first.database.store.run(run.id))?.deliveryRequestedAt).not.toBeNull()
    expect(existsSync(join(repository.path, 'a.txt'))).toBe(false)
    writeFileSync(join(repository.path, 'go.txt'), '')
    repository.git('add', '.')
    repository.git('commit', '-qm', 'go')
    const next = await first.restart()
    onTestFinished(() => next.close())
    await eventOf(next, run.id, ({ type }) => type === 'DeliveryFinished')
    expect(await next.database.store.run(run.id)).toMatchObject({
      deliveryStatus: 'DELIVERED',
      deliveryRequestedAt: null,
    })
    expect(files(repository)).toEqual(expect.arrayContaining(['a.txt', 'go.txt']))
  })
})
