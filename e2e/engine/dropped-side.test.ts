import { commandPlan } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, finished, projectWith, startParallel } from './engine-under-test.ts'

const THEIRS = 'git checkout --theirs same.txt 2>/dev/null; git checkout MERGE_HEAD -- same.txt; git add same.txt'

it('S3, D4: a resolution that drops the task is refused and the next agent is told so, unless the agent says that no change is needed', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const task = (key: string, resolve?: string) => ({
    key,
    epic: 'x',
    run: `echo ${key} > same.txt`,
    ...(resolve && { resolve }),
  })
  const plan = commandPlan(
    [task('first'), task('drops', `${THEIRS}`), task('says', `${THEIRS}; echo "COPPICE: no change needed"`)],
    { maxConflictSessions: 2 },
  )
  const { project, repository } = await projectWith(under, plan)
  const { id } = await startParallel(under, project, 3)
  const { statuses, tasks } = await finished(under, id)
  expect(statuses).toEqual({ first: 'COMPLETED', drops: 'CONFLICT', says: 'COMPLETED' })
  expect(tasks.find(({ key }) => key === 'drops')).toMatchObject({
    conflictSessions: 2,
    statusReason: expect.stringContaining('keeps nothing of the work of this task'),
  })
  expect(repository.git('show', 'main:same.txt')).toBe('first')
  const sessions = await under.database.store.sessions(id)
  const prompts = sessions.filter(({ runTaskId, kind }) => kind === 'CONFLICT' && runTaskId === tasks[1]?.id)
  expect(prompts.map(({ prompt }) => prompt.includes('keeps nothing of the work'))).toEqual([false, true])
  expect(prompts[1]?.prompt).toMatch(/The earlier resolution is on refs\/coppice\/kept|on coppice\/kept/)
})
