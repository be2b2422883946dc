import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunRecord } from '@coppice/engine'
import { commandPlan, type TempRepository } from '@coppice/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type EngineUnderTest,
  engineUnderTest,
  eventOf,
  finished,
  projectWith,
  startParallel,
} from './engine-under-test.ts'

const write = (key: string, text = key) => ({ key, epic: 'e', run: `echo ${text} > ${key}.txt` })

let under: EngineUnderTest
beforeAll(async () => {
  under = await engineUnderTest()
})
afterAll(() => under.close())

type Tasks = Parameters<typeof commandPlan>[0]

/** A project with one delivered run of these tasks. `before` is the commit of main before the delivery. */
async function delivered(
  tasks: Tasks = [write('a')],
  settings: Parameters<typeof commandPlan>[1] = {},
  start?: Record<string, string>,
) {
  const one = await projectWith(under, commandPlan(tasks, settings), start)
  const before = one.repository.git('rev-parse', 'main')
  const { run } = await finished(under, (await startParallel(under, one.project)).id)
  expect(run.deliveryStatus).toBe('DELIVERED')
  const next = async (more: Tasks, changed: object = {}) => {
    const source = JSON.stringify(commandPlan([...tasks, ...more], { ...settings, ...changed }))
    await under.engine.importPlan({ projectId: one.project.id, source, mayRemove: ['MANUAL_DELIVERY'] })
    return finished(under, (await startParallel(under, one.project)).id)
  }
  return { ...one, before, run, next }
}

async function stored({ id }: RunRecord): Promise<RunRecord> {
  const run = await under.database.store.run(id)
  if (!run) throw new Error('no run')
  return run
}

/** Requests to undo the delivery of a run, and waits for the outcome. */
async function undone(run: RunRecord): Promise<RunRecord> {
  const { lastSequence } = await stored(run)
  await under.engine.undoDelivery({ runId: run.id })
  await eventOf(under, run.id, ({ type, sequence }) => type === 'DeliveryFinished' && sequence > lastSequence)
  return stored(run)
}

const done = async (projectId: string) => [...(await under.engine.read.doneTasks(projectId))].sort()
const files = ({ git }: TempRepository) => git('ls-tree', '-r', '--name-only', 'main').split('\n')

/** Adds a commit of a person to main. */
function commit({ git, path }: TempRepository, file: string, text: string) {
  writeFileSync(join(path, file), text)
  git('add', '.')
  git('commit', '-qm', `change ${file}`)
}

describe('undoDelivery', () => {
  it('P5, D2: moves the base branch and the clean checkout back when nothing came after, and the tasks are done again by the next run', async () => {
    const { project, repository, before, run, next } = await delivered()
    const after = await undone(run)
    expect(after).toMatchObject({
      status: 'COMPLETED',
      deliveryStatus: 'UNDONE',
      deliveryCommit: before,
      deliveryFrom: null,
      deliveryTarget: null,
      deliveryRequestedAt: null,
    })
    expect(repository.git('rev-parse', 'main')).toBe(before)
    expect(existsSync(join(repository.path, 'a.txt'))).toBe(false)
    expect(repository.git('status', '--porcelain')).toBe('')
    expect(repository.git('for-each-ref', 'refs/coppice/slots/')).toBe('')
    expect(await done(project.id)).toEqual([])
    expect((await under.database.store.events(run.id, 0, 500)).at(-1)?.data).toEqual({
      deliveryStatus: 'UNDONE',
      baseCommit: before,
      reason: after.deliveryReason,
    })
    await expect(under.engine.undoDelivery({ runId: run.id })).rejects.toThrow('already undone')
    await expect(under.engine.deliver({ runId: run.id })).rejects.toThrow(/was undone.*merge coppice\/run-1 by hand\.$/)
    const again = await next([])
    expect(again.run).toMatchObject({ status: 'COMPLETED', carriedRunIds: [], deliveryStatus: 'DELIVERED' })
    expect(again.statuses).toEqual({ a: 'COMPLETED' })
  })

  it('moves a base branch back that is checked out nowhere', async () => {
    const { repository, before, run } = await delivered()
    repository.git('checkout', '-q', '--detach')
    expect(await undone(run)).toMatchObject({ deliveryStatus: 'UNDONE' })
    expect(repository.git('rev-parse', 'main')).toBe(before)
    expect(existsSync(join(repository.path, 'a.txt'))).toBe(true)
  })

  it('moves a base branch back that is a symbolic ref', async () => {
    const { repository, run, before } = await delivered()
    repository.git('branch', '-m', 'main', 'trunk')
    repository.git('symbolic-ref', 'refs/heads/main', 'refs/heads/trunk')
    await undone(run)
    expect(repository.git('rev-parse', 'main', 'trunk')).toBe(`${before}\n${before}`)
  })

  it('P5, D3: reverts the delivered work when commits came after it, keeps these commits, and verifies the new tree', async () => {
    const { project, repository, run, next } = await delivered([write('a'), write('b')], {
      verify: 'test ! -e mine.txt -o ! -e strict.txt -o -e a.txt',
    })
    commit(repository, 'mine.txt', 'mine\n')
    const tip = repository.git('rev-parse', 'main')
    const after = await undone(run)
    expect(after).toMatchObject({ deliveryStatus: 'UNDONE', deliveryCommit: repository.git('rev-parse', 'main') })
    expect(after.deliveryReason).toMatch(/^main has commit [0-9a-f]{12}, which reverts the work$/)
    expect(repository.git('rev-parse', 'main^')).toBe(tip)
    expect(files(repository)).toEqual(['README.md', 'mine.txt'])
    expect(repository.git('status', '--porcelain')).toBe('')
    expect(await done(project.id)).toEqual([])
    await expect(under.engine.deliver({ runId: run.id })).rejects.toThrow(/after a `git revert` of the commit/)
    expect((await next([])).statuses).toEqual({ a: 'COMPLETED', b: 'COMPLETED' })
    expect(files(repository)).toEqual(['README.md', 'a.txt', 'b.txt', 'mine.txt'])
  })

  it('D3: is refused when the base branch would not pass verify without the work; the run stays delivered and nothing moves', async () => {
    const { project, repository, run } = await delivered([write('a')], { verify: 'test ! -e mine.txt -o -e a.txt' })
    commit(repository, 'mine.txt', 'mine\n')
    const before = [repository.git('rev-parse', 'main'), repository.git('status', '--porcelain')]
    const after = await undone(run)
    const { deliveryAt, deliveryCommit, deliveryFrom } = await stored(run)
    expect(after).toMatchObject({ deliveryStatus: 'DELIVERED', deliveryRequestedAt: null, deliveryTarget: null })
    expect({ deliveryAt, deliveryCommit, deliveryFrom }).toEqual({
      deliveryAt: run.deliveryAt,
      deliveryCommit: run.deliveryCommit,
      deliveryFrom: run.deliveryFrom,
    })
    expect(after.deliveryReason).toMatch(/^not undone: without the work, main does not pass verify .*coppice undo 1/)
    expect([repository.git('rev-parse', 'main'), repository.git('status', '--porcelain')]).toEqual(before)
    expect(await done(project.id)).toEqual(['a'])
    repository.git('reset', '-q', '--hard', 'HEAD^')
    expect(await undone(run)).toMatchObject({ deliveryStatus: 'UNDONE' })
  })

  it('is refused when a later commit changed the same lines, and says which files', async () => {
    const { repository, run } = await delivered()
    commit(repository, 'a.txt', 'mine\n')
    const after = await undone(run)
    expect(after.deliveryStatus).toBe('DELIVERED')
    expect(after.deliveryReason).toMatch(/^not undone: later commits on main changed the same lines in a\.txt\./)
    expect(readFileSync(join(repository.path, 'a.txt'), 'utf8')).toBe('mine\n')
  })

  it.each([
    ['a tracked file has changes', 'README.md', /not committed: README\.md/],
    ['an untracked file is where the delivery had deleted one', 'old.txt', /untracked files at paths.*: old\.txt/],
  ])('D2: is refused when %s; nothing is lost', async (_, file, reason) => {
    const remove = { key: 'a', epic: 'e', run: 'git rm -q old.txt' }
    const { repository, run } = await delivered([remove], {}, { 'README.md': 'read me\n', 'old.txt': 'old\n' })
    writeFileSync(join(repository.path, file), 'mine\n')
    const tip = repository.git('rev-parse', 'main')
    const after = await undone(run)
    expect(after.deliveryStatus).toBe('DELIVERED')
    expect(after.deliveryReason).toMatch(reason)
    expect(repository.git('rev-parse', 'main')).toBe(tip)
    expect(readFileSync(join(repository.path, file), 'utf8')).toBe('mine\n')
  })

  it('reverts, and does not move back, when a later run that is not delivered was built on it; the next run does only its tasks again', async () => {
    const { project, repository, run, next } = await delivered()
    const later = await next([write('b')], { delivery: 'manual' })
    expect(later.run.deliveryStatus).toBe('PENDING')
    expect(await done(project.id)).toEqual(['a', 'b'])
    expect((await undone(run)).deliveryReason).toMatch(/which reverts the work$/)
    expect(await done(project.id)).toEqual(['b'])
    const last = await next([write('b')], { delivery: 'auto' })
    expect(last.statuses).toEqual({ a: 'COMPLETED' })
    expect(files(repository)).toEqual(['README.md', 'a.txt', 'b.txt'])
  })

  it('reverts when the delivery was pushed, so that a pull does not bring the work back', async () => {
    const { repository, run } = await delivered()
    repository.git('update-ref', 'refs/remotes/origin/main', 'main')
    expect((await undone(run)).deliveryReason).toMatch(/which reverts the work$/)
    expect(files(repository)).toEqual(['README.md'])
  })

  it.each([
    ['a branch of a person', 'refs/heads/feature'],
    ['a branch of a remote', 'refs/remotes/origin/feature'],
    ['kept work of another run', 'refs/coppice/kept/run-7/b/1'],
  ])('reverts when %s was built on it, so that a merge of it does not bring the work back', async (_, ref) => {
    const { repository, run } = await delivered()
    const { git } = repository
    git('switch', '-q', '-c', 'built-on')
    commit(repository, 'feature.txt', 'feature\n')
    git('update-ref', ref, 'built-on')
    git('switch', '-q', 'main')
    git('branch', '-q', '-D', 'built-on')
    expect((await undone(run)).deliveryReason).toMatch(/which reverts the work$/)
    git('merge', '-q', '--no-edit', ref)
    expect(files(repository)).toEqual(['README.md', 'feature.txt'])
  })

  it('moves back when only a tag or a stash has the delivered commit', async () => {
    const { repository, before, run } = await delivered()
    repository.git('tag', 'v1')
    writeFileSync(join(repository.path, 'README.md'), 'mine\n')
    repository.git('stash', '-q')
    expect(await undone(run)).toMatchObject({ deliveryStatus: 'UNDONE', deliveryCommit: before })
  })

  it('reverts when a run of another project was built on it, and its delivery does not bring the work back', async () => {
    const { repository, run } = await delivered()
    const other = await under.engine.createProject({
      name: `other-${run.projectId.slice(-8)}`,
      repositoryPath: repository.path,
      baseBranch: 'main',
    })
    const source = JSON.stringify(commandPlan([write('b')], { delivery: 'manual' }))
    await under.engine.importPlan({ projectId: other.id, source })
    const { run: later } = await finished(under, (await startParallel(under, other)).id)
    expect((await undone(run)).deliveryReason).toMatch(/which reverts the work$/)
    const { lastSequence } = await stored(later)
    await under.engine.deliver({ runId: later.id })
    await eventOf(under, later.id, ({ type, sequence }) => type === 'DeliveryFinished' && sequence > lastSequence)
    expect((await stored(later)).deliveryStatus).toBe('DELIVERED')
    expect(files(repository)).toEqual(['README.md', 'b.txt'])
  })

  it('leaves a later delivered run alone; where that run needs the work, it names the run to undo first', async () => {
    const { project, repository, run, next } = await delivered()
    await next([write('b')])
    expect(await undone(run)).toMatchObject({ deliveryStatus: 'UNDONE' })
    expect(await done(project.id)).toEqual(['b'])
    expect(files(repository)).toEqual(['README.md', 'b.txt'])

    const other = await delivered()
    const second = await other.next([{ key: 'b', epic: 'e', run: 'echo more >> a.txt' }])
    expect((await undone(other.run)).deliveryReason).toMatch(
      /in a\.txt\. .*Run 2 was delivered after it: first run `coppice undo 2`/,
    )
    expect(await undone(second.run)).toMatchObject({ deliveryStatus: 'UNDONE' })
    expect(await undone(other.run)).toMatchObject({ deliveryStatus: 'UNDONE', deliveryCommit: other.before })
  })

  it.each([
    ['amended the merge', ['commit', '-q', '--amend', '-m', 'amended']],
    ['rebased the work without its merges', ['rebase', '-q', '--force-rebase', 'HEAD~1']],
  ])('P5: is refused when a person %s, because the work is still on the base branch', async (_, rewrite) => {
    const { repository, run } = await delivered()
    repository.git(...rewrite)
    const tip = repository.git('rev-parse', 'main')
    expect(tip).not.toBe(run.deliveryCommit)
    const after = await undone(run)
    expect(after.deliveryStatus).toBe('DELIVERED')
    expect(after.deliveryReason).toMatch(
      /^not undone: somebody rewrote main .* contains the work .*git revert.*coppice mark-done TASK/,
    )
    expect(repository.git('rev-parse', 'main')).toBe(tip)
    expect(files(repository)).toEqual(['README.md', 'a.txt'])
  })

  it('P5: is refused when a person rewrote the base branch and git cannot find the work; moved back by hand, it counts as undone', async () => {
    const { repository, before, run } = await delivered()
    repository.git('reset', '-q', '--soft', before)
    commit(repository, 'a.txt', 'changed\n')
    const after = await undone(run)
    expect(after.deliveryStatus).toBe('DELIVERED')
    expect(after.deliveryReason).toMatch(/git cannot tell whether main still has the work/)
    repository.git('reset', '-q', '--hard', before)
    expect(await undone(run)).toMatchObject({ deliveryStatus: 'UNDONE', deliveryCommit: before })
  })

  it('undoes the runs that were delivered with it, and refuses to undo these on their own', async () => {
    const first = await projectWith(under, commandPlan([write('a')], { delivery: 'manual' }))
    const { run: carried } = await finished(under, (await startParallel(under, first.project)).id)
    const source = JSON.stringify(commandPlan([write('a'), write('b')]))
    await under.engine.importPlan({ projectId: first.project.id, source, mayRemove: ['MANUAL_DELIVERY'] })
    const { run } = await finished(under, (await startParallel(under, first.project)).id)
    await expect(under.engine.undoDelivery({ runId: carried.id })).rejects.toThrow(
      'Run 1 was delivered with run 2. To undo both: coppice undo 2',
    )
    await undone(run)
    expect(await stored(carried)).toMatchObject({ deliveryStatus: 'UNDONE', deliveryReason: 'undone with run 2' })
    expect((await under.database.store.events(carried.id, 0, 500)).at(-1)?.data).toMatchObject({
      deliveryStatus: 'UNDONE',
    })
    expect(await done(first.project.id)).toEqual([])
    expect(files(first.repository)).toEqual(['README.md'])
  })

  it('is refused at once for a run that is not delivered, that Coppice did not deliver, and while a run is active', async () => {
    const waiting = await projectWith(under, commandPlan([write('a')], { delivery: 'manual' }))
    const { run } = await finished(under, (await startParallel(under, waiting.project)).id)
    await expect(under.engine.undoDelivery({ runId: run.id })).rejects.toThrow(
      'Run 1 is not delivered, so there is nothing to undo. To leave its work out of later runs: coppice discard 1',
    )
    waiting.repository.git('merge', '-q', '--ff-only', 'coppice/run-1')
    await under.engine.deliver({ runId: run.id })
    await eventOf(under, run.id, ({ type }) => type === 'DeliveryFinished')
    await expect(under.engine.undoDelivery({ runId: run.id })).rejects.toThrow('Coppice has no record of moving main')

    const { project, run: old } = await delivered()
    const source = JSON.stringify(commandPlan([write('a'), { key: 'b', epic: 'e', run: 'sleep 600' }]))
    await under.engine.importPlan({ projectId: project.id, source })
    const { id } = await startParallel(under, project)
    await expect(under.engine.undoDelivery({ runId: old.id })).rejects.toThrow(/^Run 2 is active and may build on/)
    await under.engine.cancel({ runId: id })
    await finished(under, id)
    expect(await undone(old)).toMatchObject({ deliveryStatus: 'UNDONE' })
  })
})
