import { commandPlan } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, finished, projectWith, startParallel } from './engine-under-test.ts'

it('P5: work that a person squash-merged and then edited is carried in without a conflict and not done again', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const a = { key: 'a', epic: 'x', run: 'sed -i.bak s/two/TWO/ a.txt && rm a.txt.bak' }
  const plan = (...tasks: object[]) => ({ ...commandPlan([a, ...tasks] as never), delivery: 'manual' })
  const { project, repository } = await projectWith(under, plan(), { 'a.txt': 'one\ntwo\nthree\n' })
  const first = await finished(under, (await startParallel(under, project)).id)
  expect(first.statuses).toEqual({ a: 'COMPLETED' })
  repository.git('merge', '-q', '--squash', 'coppice/run-1')
  repository.git('commit', '-qm', 'Feature (#12)')
  repository.write('a.txt', 'one\nTWO, reviewed\nthree\n')
  repository.git('commit', '-qam', 'After review')
  const source = JSON.stringify(plan({ key: 'b', epic: 'x', run: 'echo b > b.txt' }))
  await under.engine.importPlan({ projectId: project.id, source })
  const second = await finished(under, (await startParallel(under, project)).id)
  expect(second.statuses).toEqual({ b: 'COMPLETED' })
  expect(repository.git('show', 'coppice/run-2:a.txt')).toBe('one\nTWO, reviewed\nthree')
})
