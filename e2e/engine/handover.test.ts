import { commandPlan, Gate } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, eventOf, finished, projectWith } from './engine-under-test.ts'

it('R5: a handover leaves an agent to the next server, even a handover directly after the server has started', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const gate = new Gate()
  onTestFinished(() => gate.close())
  const { project } = await projectWith(
    under,
    commandPlan([{ key: 'a', epic: 'x', run: `${gate.wait}; echo a > a.txt` }]),
  )
  const run = await under.engine.startParallel({ projectId: project.id })
  await eventOf(under, run.id, ({ type, data }) => type === 'TaskPhaseChanged' && data.phase === 'AGENT')
  await under.engine.stop('handover')
  const second = await under.restart()
  await second.engine.stop('handover')
  const third = await second.restart()
  onTestFinished(() => third.engine.stop('interrupt'))
  gate.open()
  expect((await finished(third, run.id)).tasks).toMatchObject([{ status: 'COMPLETED', attempts: 1 }])
})
