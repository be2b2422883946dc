import { commandPlan } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, finished, projectWith, startParallel } from './engine-under-test.ts'

it('S3, I5: commits that together change nothing are no work, and they are kept', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const commit = (name: string) => `git add -A && git commit -qm ${name}`
  const runs = {
    setup: commit('setup'),
    nothing: 'git commit -q --allow-empty -m nothing',
    reverts: `echo r > r.txt && ${commit('reverts')} && git revert --no-edit HEAD`,
    undoes: `echo u > u.txt && ${commit('undoes')} && rm u.txt`,
    lent: `git add -f .env && ${commit('lent')}`,
    work: `${commit('setup')} && echo w > w.txt`,
    claims: 'git commit -q --allow-empty -m claims; echo "COPPICE: no change needed"',
  }
  const tasks = Object.entries(runs).map(([key, run]) => ({ key, epic: 'x', run }))
  const plan = {
    ...commandPlan(tasks, { defaults: { maxAttempts: 1 } }),
    setup: ['echo locked > lock.txt'],
    copy: ['.env'],
  }
  const { project, repository } = await projectWith(under, plan, { 'lock.txt': 'open\n' })
  repository.write('.env', 'SECRET=1\n')
  const ended = await finished(under, (await startParallel(under, project)).id)
  expect(ended.statuses).toEqual({
    setup: 'FAILED',
    nothing: 'FAILED',
    reverts: 'FAILED',
    undoes: 'FAILED',
    lent: 'FAILED',
    work: 'COMPLETED',
    claims: 'COMPLETED',
  })
  const reasonOf = (key: string) => ended.tasks.find((task) => task.key === key)?.statusReason
  for (const key of ['setup', 'nothing', 'reverts', 'undoes'])
    expect(reasonOf(key), key).toContain('only commits that together change nothing')
  expect(repository.git('log', '--format=%s', 'coppice/work/run-1/reverts')).toContain('Revert "reverts"')
  expect(repository.git('show', `${ended.run.branch}:lock.txt`, `${ended.run.branch}:w.txt`)).toBe('open\nw')
})
