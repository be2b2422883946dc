import { rename, writeFile } from 'node:fs/promises'
import { commandPlan } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, eventOf, finished, projectWith, startParallel } from './engine-under-test.ts'

it('R1: a run that has halted says why, and the next start takes it up with nothing lost', async () => {
  const first = await engineUnderTest()
  const gate = `${first.home}/go`
  const wait = `n=0; while [ ! -e ${gate} ] && [ $n -lt 600 ]; do n=$((n+1)); sleep 0.1; done; echo a > a.txt`
  const plan = commandPlan([{ key: 'a', epic: 'x', run: wait }])
  const { project, repository } = await projectWith(first, plan)
  const { id } = await startParallel(first, project)
  await eventOf(first, id, (event) => event.type === 'TaskPhaseChanged' && event.data.phase === 'AGENT')
  await first.engine.stop('handover')
  await rename(repository.path, `${repository.path}-away`)
  const second = await first.restart()
  await eventOf(second, id, (event) => event.type === 'RunStatusChanged' && event.data.reason !== null)
  expect(await second.database.store.run(id)).toMatchObject({
    status: 'RUNNING',
    statusReason: expect.stringContaining('halted'),
  })
  await second.engine.stop('handover')

  await rename(`${repository.path}-away`, repository.path)
  const third = await second.restart()
  onTestFinished(() => third.close())
  expect(await third.database.store.run(id)).toMatchObject({ statusReason: null })
  await writeFile(gate, '')
  const { run, tasks } = await finished(third, id)
  expect(run).toMatchObject({ status: 'COMPLETED', statusReason: null, deliveryStatus: 'DELIVERED' })
  expect(tasks[0]?.attempts).toBe(1)
})
