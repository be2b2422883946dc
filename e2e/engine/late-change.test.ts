import { commandPlan } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, finished, projectWith, startParallel } from './engine-under-test.ts'

it('a change that comes too late is logged with the status in the record', async () => {
  const lines: string[] = []
  const info = (_: object, message: string) => void lines.push(message)
  const under = await engineUnderTest('pglite', { log: { debug() {}, info, warn() {}, error() {} } })
  onTestFinished(() => under.close())
  const plan = commandPlan([{ key: 'a', epic: 'x', run: 'echo a > a.txt' }])
  const { project } = await projectWith(under, plan)
  const { run } = await finished(under, (await startParallel(under, project)).id)
  await expect(under.engine.pause({ runId: run.id })).rejects.toThrow(/is COMPLETED/)
  const ended = new Date(run.finishedAt ?? 0).toISOString()
  expect(lines).toContain(`a change came too late: run 1 is COMPLETED since ${ended}, but the change needs RUNNING`)
})
