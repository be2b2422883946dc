import { commandPlan } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, finished, projectWith, startParallel } from './engine-under-test.ts'
import { eventsOf } from './no-contradiction.ts'

it('D6, S5: when work is refused again on the same tree, verify is not run again, and the failure has its earlier output', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const verify = ['if [ -e bad.txt ]; then echo "not ok 6 - no bad.txt"; exit 1; fi']
  const plan = commandPlan([{ key: 'bad', epic: 'e', run: 'echo bad > bad.txt', maxAttempts: 2 }], { verify })
  const { project } = await projectWith(under, plan)
  const run = await startParallel(under, project)
  const { tasks } = await finished(under, run.id)

  const refusals = (await eventsOf(under, run.id)).filter(({ type }) => type === 'VerificationFailed')
  expect(refusals.map(({ data }) => 'output' in data && data.output.trim())).toEqual(
    Array(2).fill('not ok 6 - no bad.txt'),
  )
  expect(tasks[0]).toMatchObject({
    status: 'FAILED',
    statusReason: 'verify has already failed for this work on the same tree, so it did not run again',
    lastFailure: { output: expect.stringContaining('not ok 6') },
  })
})
