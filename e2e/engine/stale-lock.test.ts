import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { commandPlan, USERS_GIT_DIR } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, finished, projectWith, startParallel } from './engine-under-test.ts'

it('R1: a run ends although a killed git left a lock in the repository, and the next run removes the branches', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const lock = `${USERS_GIT_DIR}/packed-refs.lock`
  const plan = commandPlan([
    { key: 'a', epic: 'x', run: `: > ${lock}; echo a > a.txt` },
    { key: 'b', epic: 'x', dependsOn: ['a'], run: 'test -e a.txt && echo b > b.txt' },
    { key: 'c', epic: 'x', run: `rm ${lock}; echo c > c.txt` },
  ])
  const { project, repository } = await projectWith(under, plan)
  const workBranches = () => repository.git('for-each-ref', '--format=%(refname)', 'refs/heads/coppice/work')
  const ids = new Map((await under.database.store.plan(project.id)).tasks.map(({ key, id }) => [key, id]))
  const chosen = { projectId: project.id, maxConcurrency: 3, taskIds: [ids.get('b') ?? ''] }
  const { run } = await finished(under, (await under.engine.startParallel(chosen)).id)
  expect(run).toMatchObject({ status: 'COMPLETED', deliveryStatus: 'DELIVERED' })
  expect(readdirSync(join(under.home, 'worktrees', project.id))).toEqual([])
  expect(workBranches()).not.toBe('')
  const next = await finished(under, (await startParallel(under, project)).id)
  expect(next.run).toMatchObject({ status: 'COMPLETED' })
  expect(workBranches()).toBe('')
  expect(repository.git('for-each-ref', 'refs/coppice/slots/')).toBe('')
})
