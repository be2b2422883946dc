import { commandPlan } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, finished, projectWith, startParallel } from './engine-under-test.ts'

it('P5: a task whose merge a person reverted is done again, and the run says so; marked as done, it is not', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const a = { key: 'a', epic: 'x', run: 'echo 1 > one.txt' }
  const next = (key: string) => ({
    key,
    epic: 'x',
    dependsOn: ['a'],
    run: `test -f one.txt && echo ${key} > ${key}.txt`,
  })
  const { project, repository } = await projectWith(under, commandPlan([a]))
  const runWith = async (...more: object[]) => {
    await under.engine.importPlan({ projectId: project.id, source: JSON.stringify(commandPlan([a, ...more] as never)) })
    return finished(under, (await startParallel(under, project)).id)
  }
  await runWith()
  repository.git('revert', '-m', '1', '--no-edit', 'HEAD')
  expect(await under.engine.read.doneTasks(project.id)).toEqual(new Set())

  const started = await startParallel(under, project)
  expect(started.statusReason).toMatch(
    /reverted on main, so this run does it again: a \(by [0-9a-f]{9}\).*coppice mark-done a/,
  )
  const { run } = await finished(under, started.id)
  expect(run.status).toBe('COMPLETED')
  expect(repository.git('show', 'main:one.txt')).toBe('1')

  repository.git('revert', '-m', '1', '--no-edit', 'HEAD')
  const plan = await under.database.store.plan(project.id)
  await under.engine.markTaskDone({ taskId: plan.tasks.find(({ key }) => key === 'a')?.id ?? '' })
  expect(await under.engine.read.doneTasks(project.id)).toEqual(new Set(['a']))
  const last = await runWith({ ...next('b'), run: 'test ! -f one.txt && echo b > b.txt' })
  expect(last.statuses).toEqual({ b: 'COMPLETED' })
})
