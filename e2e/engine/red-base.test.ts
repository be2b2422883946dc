import { commandPlan } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, eventOf, finished, projectWith, startParallel } from './engine-under-test.ts'

it('D3: on a red base, a merge is refused only for what got worse, also after a restart, and a fixed base counts as green', async () => {
  const first = await engineUnderTest()
  const verify = ['echo no docs; test -e docs.txt', 'echo no lint; test -e lint.txt', '! test -e bad.txt']
  const task = (key: string, run: string, dependsOn: string[] = []) => ({ key, epic: 'e', run, dependsOn })
  const plan = commandPlan(
    [
      task('same', 'echo a > a.txt'),
      task('worse', 'echo b > bad.txt'),
      task('fixes', 'echo c > lint.txt; echo c > docs.txt', ['same']),
      task('undoes', 'git rm -q lint.txt', ['fixes']),
    ],
    { verify, redBase: 'allow', defaults: { maxAttempts: 1 } },
  )
  const { project, repository } = await projectWith(first, plan)
  const { id } = await startParallel(first, project)
  await eventOf(
    first,
    id,
    ({ type, data }) =>
      type === 'RunStatusChanged' && /verify already fails where the run starts/.test(data.reason ?? ''),
  )
  await first.engine.stop('interrupt')
  const under = await first.restart()
  onTestFinished(() => under.close())
  const { run, tasks, statuses } = await finished(under, id)
  expect(statuses).toEqual({ same: 'COMPLETED', worse: 'FAILED', fixes: 'COMPLETED', undoes: 'FAILED' })
  const reasons = Object.fromEntries(tasks.map(({ key, statusReason }) => [key, statusReason]))
  expect(reasons).toEqual({
    same: `verify still fails, as before this merge: ${verify[0]}; ${verify[1]}`,
    worse: `verify failed: ${verify[2]}, exit code 1 (passed before this merge; not counted, because it failed before: ${verify[0]}; ${verify[1]})`,
    fixes: null,
    undoes: `verify failed: ${verify[1]}, exit code 1`,
  })
  expect(run.deliveryStatus).toBe('DELIVERED')
  const verified = repository.git('log', '--reverse', '--format=%(trailers:key=Coppice-Verified,valueonly)', 'main')
  expect(verified.split('\n').filter(Boolean)).toEqual(['false', 'true'])
})
