import { commandPlan } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, finished, projectWith } from './engine-under-test.ts'

it('S2: CONTINUOUS learns from the merges of earlier runs which tasks would change the same paths, and starts another task first', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const grows = (key: string) => `echo ${key} >> index.txt`
  const earlier = [
    { key: 'a', epic: 'core', run: grows('a') },
    { key: 'b', epic: 'core', run: grows('b'), dependsOn: ['a'] },
  ]
  const { project } = await projectWith(under, commandPlan(earlier))
  const first = await under.engine.startParallel({ projectId: project.id })
  expect((await finished(under, first.id)).run.deliveryStatus).toBe('DELIVERED')
  const later = [
    { key: 'c', epic: 'core', run: grows('c') },
    { key: 'd', epic: 'core', run: grows('d') },
    { key: 'e', epic: 'docs', run: 'echo e > e.txt' },
  ]
  await under.engine.importPlan({
    projectId: project.id,
    source: JSON.stringify(commandPlan([...earlier, ...later])),
  })
  const second = await under.engine.startParallel({
    projectId: project.id,
    strategy: 'CONTINUOUS',
    maxConcurrency: 2,
  })
  const { statuses } = await finished(under, second.id)
  expect(statuses).toMatchObject({ c: 'COMPLETED', e: 'COMPLETED' })
  const events = await under.database.store.events(second.id, 0, 200)
  const starts = events.flatMap(({ type, data }) =>
    type === 'TaskStarted' ? [(data as { taskKey: string }).taskKey] : [],
  )
  expect(starts.slice(0, 2)).toEqual(['c', 'e'])
})
