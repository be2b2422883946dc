import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandPlan, type TempRepository, tempFolder } from '@coppice/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type EngineUnderTest,
  engineUnderTest,
  eventOf,
  finished,
  projectWith,
  startParallel,
} from './engine-under-test.ts'

let under: EngineUnderTest
beforeAll(async () => {
  under = await engineUnderTest()
})
afterAll(() => under.close())

const write = (key: string) => ({ key, epic: 'e', run: `echo ${key} > ${key}.txt` })

/** @returns the names of the delivery branches; an empty text when there is none */
const branchOf = ({ git }: TempRepository) =>
  git('for-each-ref', '--format=%(refname:short)', 'refs/heads/coppice/deliver')
const files = ({ git }: TempRepository, revision: string) => git('ls-tree', '-r', '--name-only', revision).split('\n')
const tasksIn = ({ git }: TempRepository, revision: string) =>
  git('log', '--format=%(trailers:key=Coppice-Task,valueonly)', revision).split('\n').filter(Boolean).sort()

async function given(keys: readonly string[], plan: object = {}) {
  const source = (names: readonly string[]) => commandPlan(names.map(write), { delivery: 'branch', ...plan })
  const { project, repository } = await projectWith(under, source(keys))
  const run = async () => finished(under, (await startParallel(under, project)).id)
  /** Imports a plan with these tasks and runs what is not done. */
  const next = async (names: readonly string[]) => {
    await under.engine.importPlan({ projectId: project.id, source: JSON.stringify(source(names)) })
    return run()
  }
  const obstacles = async () => (await under.engine.read.projectDelivery(project.id)).obstacles.map(({ what }) => what)
  return { project, repository, run, next, obstacles }
}

describe('delivery: branch (ADR 0055)', () => {
  it('D2, S9: the run moves the delivery branch to its tip; the base branch and the checkout stay, and the delivery is PENDING', async () => {
    const { project, repository, run } = await given(['a'])
    const main = repository.git('rev-parse', 'main')
    const { branch, byHand } = await under.engine.read.projectDelivery(project.id)
    const ended = await run()
    expect({ branch, byHand }).toEqual({ branch: branchOf(repository), byHand: true })
    expect(ended.run).toMatchObject({ status: 'COMPLETED', deliveryStatus: 'PENDING', deliveryCommit: null })
    expect(ended.run).toMatchObject({ deliveryFrom: null, deliveryTarget: null })
    expect(ended.run.deliveryReason).toContain(`git push REMOTE ${branch}`)
    expect(ended.run.deliveryReason).toContain('coppice deliver 1')
    expect(repository.git('rev-parse', branchOf(repository))).toBe(repository.git('rev-parse', 'coppice/run-1'))
    expect(repository.git('rev-parse', 'main')).toBe(main)
    expect(existsSync(join(repository.path, 'a.txt'))).toBe(false)
    expect(repository.git('status', '--porcelain')).toBe('')
  })

  it('P5: the next run starts from the work and moves the branch forward, also when the base branch has moved; deliver moves the base branch', async () => {
    const { repository, run, next } = await given(['a'])
    const first = await run()
    const before = repository.git('rev-parse', branchOf(repository))
    repository.git('commit', '-q', '--allow-empty', '-m', 'mine')
    const second = await next(['a', 'b'])
    expect(second.statuses).toEqual({ b: 'COMPLETED' })
    expect(second.run).toMatchObject({ deliveryStatus: 'PENDING', carriedRunIds: [first.run.id] })
    expect(tasksIn(repository, branchOf(repository))).toEqual(['a', 'b'])
    repository.git('merge-base', '--is-ancestor', before, branchOf(repository))
    expect(files(repository, 'main')).toEqual(['README.md'])
    await under.engine.deliver({ runId: second.run.id })
    await eventOf(under, second.run.id, ({ type }) => type === 'DeliveryFinished')
    expect(files(repository, 'main')).toEqual(['README.md', 'a.txt', 'b.txt'])
    expect(tasksIn(repository, 'main')).toEqual(['a', 'b'])
    for (const { run: one } of [first, second])
      expect(await under.database.store.run(one.id)).toMatchObject({ deliveryStatus: 'DELIVERED' })
    const third = await next(['a', 'b', 'c'])
    expect(third.statuses).toEqual({ c: 'COMPLETED' })
    expect(third.run.deliveryStatus).toBe('PENDING')
    expect(repository.git('rev-parse', branchOf(repository))).toBe(repository.git('rev-parse', 'coppice/run-3'))
  })

  it.each(['stays', 'is deleted'])(
    'P5: after a forge squash-merged the pull request and the branch %s, no task is done again',
    async (after) => {
      const { repository, run, next } = await given(['a'])
      await run()
      repository.git('merge', '-q', '--squash', branchOf(repository))
      repository.git('commit', '-qm', 'Feature (#12)')
      if (after === 'is deleted') repository.git('branch', '-qD', branchOf(repository))
      const second = await next(['a', 'b'])
      expect(second.statuses).toEqual({ b: 'COMPLETED' })
      expect(second.run.deliveryStatus).toBe('PENDING')
      const branch = branchOf(repository)
      expect(repository.git('diff', '--name-only', 'main', branch)).toBe('b.txt')
    },
  )

  it('D2: a branch that is checked out does not move; this is said before the run, and the reason says what to do', async () => {
    const { repository, run, next, obstacles } = await given(['a'])
    await run()
    const branch = branchOf(repository)
    const review = join(tempFolder('review'), 'tree')
    repository.git('worktree', 'add', '-q', review, branch)
    const before = repository.git('rev-parse', branch)
    expect(await obstacles()).toEqual([`${branch} is checked out at ${review}`])
    const { run: refused } = await next(['a', 'b'])
    expect(refused).toMatchObject({ status: 'COMPLETED', deliveryStatus: 'REFUSED', deliveryCommit: null })
    expect(refused.deliveryReason).toContain(`git -C '${review}' switch BRANCH`)
    expect(repository.git('rev-parse', branch)).toBe(before)
    expect(repository.git('-C', review, 'status', '--porcelain')).toBe('')
    repository.git('worktree', 'remove', review)
    const [, command = ''] = /Then run `git ([^`]+)`/.exec(refused.deliveryReason ?? '') ?? []
    repository.git(...command.split(' '))
    expect(tasksIn(repository, branch)).toEqual(['a', 'b'])
    expect(await obstacles()).toEqual([])
  })

  it("D2: a branch with a person's commit does not move; after it is renamed, the next run makes the branch again", async () => {
    const { repository, run, next, obstacles } = await given(['a'])
    await run()
    const branch = branchOf(repository)
    const mine = repository.git('commit-tree', '-m', 'review', '-p', branch, `${branch}^{tree}`)
    repository.git('update-ref', `refs/heads/${branch}`, mine)
    expect(await obstacles()).toEqual([`${branch} has commits that the delivered work does not contain`])
    const { run: refused } = await next(['a', 'b'])
    expect(refused).toMatchObject({ status: 'COMPLETED', deliveryStatus: 'REFUSED' })
    expect(refused.deliveryReason).toContain(`git branch -m ${branch} NEW-NAME`)
    expect(repository.git('rev-parse', branch)).toBe(mine)
    repository.git('branch', '-m', branch, 'review')
    const { run: third } = await next(['a', 'b', 'c'])
    expect(third.deliveryStatus).toBe('PENDING')
    expect(tasksIn(repository, branch)).toEqual(['a', 'b', 'c'])
    expect(repository.git('rev-parse', 'review')).toBe(mine)
  })

  it('D3: merges that are red are not delivered to the branch', async () => {
    const { repository, run } = await given(['a'], { verify: 'test -e good.txt', redBase: 'allow' })
    const { run: ended } = await run()
    expect(ended).toMatchObject({ status: 'COMPLETED', deliveryStatus: 'REFUSED' })
    expect(ended.deliveryReason).toMatch(/did not move: verify fails on coppice\/run-1/)
    expect(branchOf(repository)).toBe('')
  })

  it('S9: a cancelled run does not move the branch, and the next run delivers its work', async () => {
    const gate = join(tempFolder('gate'), 'gate')
    const waits = {
      key: 'b',
      epic: 'e',
      run: `until [ -e ${gate} ]; do sleep 0.1; done; echo b > b.txt`,
      dependsOn: ['a'],
    }
    const plan = commandPlan([write('a'), waits], { delivery: 'branch' })
    const { project, repository } = await projectWith(under, plan)
    const { id } = await startParallel(under, project)
    await eventOf(under, id, ({ type, data }) => type === 'TaskStarted' && data.taskKey === 'b')
    await under.engine.cancel({ runId: id })
    const { run } = await finished(under, id)
    expect(run).toMatchObject({ status: 'CANCELLED', deliveryStatus: 'PENDING' })
    expect(branchOf(repository)).toBe('')
    writeFileSync(gate, '')
    const second = await finished(under, (await startParallel(under, project)).id)
    expect(second.statuses).toEqual({ b: 'COMPLETED' })
    expect(tasksIn(repository, branchOf(repository))).toEqual(['a', 'b'])
  })
})
