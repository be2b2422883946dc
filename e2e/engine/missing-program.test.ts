import { commandPlan } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, finished, projectWith, startParallel } from './engine-under-test.ts'

async function runOf(plan: object) {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const { project } = await projectWith(under, plan)
  return finished(under, (await startParallel(under, project)).id)
}

it('S5: an agent whose program is missing is tried once, and the task’s reason names the program', async () => {
  const run = 'no-such-agent -p "$COPPICE_PROMPT_FILE"'
  const { tasks } = await runOf(commandPlan([{ key: 'a', epic: 'x', run }]))
  expect(tasks).toMatchObject([{ status: 'FAILED', attempts: 1, lastFailure: { class: 'configuration' } }])
  expect(tasks[0]?.statusReason).toMatch(
    /exit code 127: a program was not found \(.*no-such-agent.*not found\)\. Install/,
  )
})

it('S5: a setup command whose program is missing is tried once', async () => {
  const { tasks } = await runOf(commandPlan([{ key: 'a', epic: 'x', run: 'true' }], { setup: 'no-such-tool' }))
  expect(tasks).toMatchObject([{ status: 'FAILED', attempts: 1 }])
  expect(tasks[0]?.statusReason).toMatch(/^setup failed: no-such-tool, exit code 127/)
})

it('S5: a resolve command whose program is missing is tried once, and the task’s reason names the program', async () => {
  const line = (text: string) => `echo ${text} > list.txt`
  const resolve = 'no-such-merger'
  const { tasks } = await runOf(
    commandPlan([
      { key: 'one', epic: 'x', run: line('one'), resolve },
      { key: 'two', epic: 'x', run: line('two'), resolve },
    ]),
  )
  expect(tasks[1]).toMatchObject({ status: 'CONFLICT', conflictSessions: 1 })
  expect(tasks[1]?.statusReason).toContain('no-such-merger')
})
