import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  openTestDatabase,
  sampleBatch,
  sampleEpic,
  samplePlan,
  samplePlanTask,
  sampleProject,
  sampleRun,
  sampleRunTask,
  sampleSession,
  type TestDatabase,
} from '../testing/index.ts'
import { redactedStore } from './redacted-store.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase('pglite')
})
afterAll(() => database.close())

it('A2: reasons and output are stored without secrets; a task whose name is equal to a secret keeps its name', async () => {
  const store = redactedStore(database.store, (text) => text.replaceAll('sesame', '[redacted]'))
  const project = sampleProject()
  const run = sampleRun(project)
  const batch = sampleBatch(run)
  await store.transaction((tx) => tx.insertProject(project))
  await store.transaction((tx) =>
    tx.replacePlan(project.id, samplePlan([sampleEpic('e', [samplePlanTask('sesame')])]), '', 1),
  )
  const [planned] = (await store.plan(project.id)).tasks
  const task = sampleRunTask(run, batch, planned?.id ?? '', { key: 'sesame' })
  await store.transaction((tx) => tx.insertRun(run, [batch], [task]))
  const session = sampleSession(task, project.id)
  const message = {
    id: randomUUID(),
    runId: run.id,
    sessionId: session.id,
    author: 'sesame',
    writtenAt: 1,
    acknowledgedAt: null,
  }
  await store.transaction(async (tx) => {
    await tx.insertSession(session)
    await tx.insertSessionMessage({ ...message, message: { type: 'message', text: 'open sesame' } })
    await tx.updateRun(run.id, [run.status], {
      statusReason: 'halted: open sesame',
      deliveryReason: 'sesame.txt is in the way',
    })
    const lastFailure = { class: 'work', reason: 'sesame', output: 'said sesame' } as const
    await tx.updateRunTask(task.id, [task.status], { statusReason: 'failed at sesame', lastFailure })
    await tx.putProviderHold({ provider: 'p', until: 2, reason: 'sesame is at its limit', since: 1, refusals: 1 })
    await tx.appendEvents(run.id, 1, [
      { type: 'VerificationFailed', data: { taskKey: 'sesame', runTaskId: task.id, output: 'expected sesame' } },
    ])
  })
  expect(await store.run(run.id)).toMatchObject({
    statusReason: 'halted: open [redacted]',
    deliveryReason: '[redacted].txt is in the way',
  })
  expect(await store.runTask(task.id)).toMatchObject({
    key: 'sesame',
    statusReason: 'failed at [redacted]',
    lastFailure: { class: 'work', reason: '[redacted]', output: 'said [redacted]' },
  })
  expect(await store.sessionMessage(message.id)).toMatchObject({
    author: 'sesame',
    message: { type: 'message', text: 'open [redacted]' },
  })
  expect(await store.providerHold('p')).toMatchObject({ reason: '[redacted] is at its limit' })
  expect(await store.events(run.id, 0, 10)).toMatchObject([
    { data: { taskKey: 'sesame', output: 'expected [redacted]' } },
  ])
})
