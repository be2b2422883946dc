import { existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { commandPlan, Gate, tempFolder, until } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { type EngineUnderTest, engineUnderTest, finished, projectWith, startParallel } from '../engine-under-test.ts'
import { HeldClock } from '../held-clock.ts'
import { WITH_LEARNING } from './learning-for-test.ts'

const sessionsOf = async ({ database }: EngineUnderTest, runId: string) => {
  const sessions = await database.store.sessions(runId)
  return sessions.map(({ kind, attempt, status }) => `${kind} ${attempt} ${status}`).sort()
}

/** A run of one task whose learning session waits at the gate. */
async function learningAtGate(under: EngineUnderTest) {
  const gate = new Gate()
  onTestFinished(() => gate.close())
  const plan = commandPlan([{ key: 'a', epic: 'x', run: 'echo a > a.txt', resolve: gate.wait }])
  const { project, repository } = await projectWith(under, plan)
  const { id } = await startParallel(under, project)
  await until('the agent of the learning session', async () => {
    const sessions = await under.database.store.sessions(id)
    return sessions.some(({ kind, process }) => kind === 'LEARNING' && process !== null)
  })
  return { gate, id, repository }
}

it('S1: a session beside its task starts after it, shares the slots of the run, and leaves its task as it is', async () => {
  const under = await engineUnderTest('pglite', WITH_LEARNING)
  onTestFinished(() => under.close())
  const folder = tempFolder()
  const alone = (command: string) =>
    `mkdir ${folder}/agent || touch ${folder}/two-at-once; ${command}; sleep 0.1; rmdir ${folder}/agent`
  const task = (key: string) => ({ key, epic: 'x', run: alone(`echo 1 > ${key}.txt`), resolve: alone('true') })
  const { project, repository } = await projectWith(under, commandPlan([task('a'), task('b')]))
  const { id } = await startParallel(under, project, 1)
  const { run, tasks } = await finished(under, id)
  expect(existsSync(join(folder, 'two-at-once'))).toBe(false)
  expect(run).toMatchObject({ status: 'COMPLETED', deliveryStatus: 'DELIVERED' })
  expect(await sessionsOf(under, id)).toEqual([
    ...['LEARNING 1 COMPLETED', 'LEARNING 1 COMPLETED', 'WORK 1 COMPLETED', 'WORK 1 COMPLETED'],
  ])
  const sessions = await under.database.store.sessions(id)
  const learned = sessions.filter(({ kind }) => kind === 'LEARNING')
  for (const { runTaskId, startedAt } of learned) {
    const own = tasks.find((one) => one.id === runTaskId)
    expect(own).toMatchObject({ status: 'COMPLETED', attempts: 1, phase: null })
    expect(own?.finishedAt ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(startedAt)
  }
  const work = sessions.find(({ runTaskId, kind }) => kind === 'WORK' && runTaskId === tasks[0]?.id)
  expect(repository.git('log', '--format=%B', 'main')).toContain(`Coppice-Session: ${work?.number}`)

  const events = await under.database.store.events(id, 0, 1_000)
  for (const { key } of tasks) {
    const ofTask = events.filter(({ data }) => 'taskKey' in data && data.taskKey === key).map(({ type }) => type)
    expect(ofTask.slice(ofTask.indexOf('TaskFinished') + 1)).toEqual(['SessionStarted', 'AgentStarted', 'SessionEnded'])
  }
})

it('R1: a session beside its task is taken up after a restart, and the run ends after it', async () => {
  const first = await engineUnderTest('pglite', WITH_LEARNING)
  const { id, gate } = await learningAtGate(first)
  await first.engine.stop('handover')
  const next = await first.restart()
  onTestFinished(() => next.close())
  gate.open()
  expect((await finished(next, id)).run.status).toBe('COMPLETED')
  expect(await sessionsOf(next, id)).toEqual(['LEARNING 1 COMPLETED', 'WORK 1 COMPLETED'])
})

it('C2: a cancelled run without its repository ends a session beside its task, and the task stays as it is', async () => {
  const first = await engineUnderTest('pglite', { ...WITH_LEARNING, clock: new HeldClock() })
  const { id, repository } = await learningAtGate(first)
  await first.engine.stop('handover')
  await rename(repository.path, `${repository.path}-away`)
  const next = await first.restart()
  onTestFinished(() => next.close())
  await next.engine.cancel({ runId: id })
  const { run, statuses } = await finished(next, id)
  expect(run.status).toBe('CANCELLED')
  expect(statuses).toEqual({ a: 'COMPLETED' })
  expect(await sessionsOf(next, id)).toEqual(['LEARNING 1 CANCELLED', 'WORK 1 COMPLETED'])
  await rename(`${repository.path}-away`, repository.path)
})
