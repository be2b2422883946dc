import { writeFileSync } from 'node:fs'
import { RunNotActive } from '@coppice/engine/domain/refusals'
import { commandPlan } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { type EngineUnderTest, engineUnderTest, eventOf, finished, projectWith } from './engine-under-test.ts'
import { HeldClock } from './held-clock.ts'
import { Spy } from './spy.ts'

const HOUR_MS = 3_600_000

const writes = (key: string) => `echo ${key} > ${key}.txt`
/** Returns the command of an agent whose first attempt prints `words` and fails, and whose next attempt does its work. */
const limitedOnce = (spy: Spy, key: string, words: string) =>
  `[ "$(ls ${spy.folder} | grep -c '^${key}[.].*start')" -gt 1 ] || { echo '${words}'; exit 1; }; ${writes(key)}`

async function world(parts: Parameters<typeof engineUnderTest>[1] = {}) {
  const clock = new HeldClock()
  const under = await engineUnderTest('pglite', { clock, ...parts })
  onTestFinished(() => under.close())
  return { clock, under, spy: new Spy() }
}

const merged = (under: EngineUnderTest, runId: string, key: string) =>
  eventOf(under, runId, ({ type, data }) => type === 'TaskMerged' && data.taskKey === key)

const held = (under: EngineUnderTest, runId: string, key: string) =>
  eventOf(
    under,
    runId,
    ({ type, data }) => type === 'TaskStatusChanged' && data.taskKey === key && data.retryAt !== null,
  )

it('S5: a limit holds its provider until the reported time, also after a restart; it uses up no attempt, and other providers continue', async () => {
  const { clock, under, spy } = await world()
  const plan = commandPlan([
    {
      key: 'limited',
      epic: 'e',
      provider: 'claude',
      maxAttempts: 1,
      run: spy.command('limited', limitedOnce(spy, 'limited', '5-hour limit reached, resets in 2h')),
    },
    { key: 'same', epic: 'e', provider: 'claude', run: spy.command('same', writes('same')) },
    { key: 'other', epic: 'e', run: spy.command('other', writes('other')) },
  ])
  const { project } = await projectWith(under, plan)
  const began = clock.now()
  const run = await under.engine.startParallel({ projectId: project.id, maxConcurrency: 1 })

  const event = await eventOf(under, run.id, ({ type }) => type === 'ProviderHeld')
  const { until } = event.data as { until: number }
  expect(event.data).toEqual({ provider: 'claude', until, reason: '5-hour limit reached, resets in 2h' })
  // The time in the agent's output is calculated from real time, but the clock of the engine stands still. So this comparison is coarse.
  expect(Math.abs(until - began - 2 * HOUR_MS)).toBeLessThan(HOUR_MS)
  await held(under, run.id, 'same')
  // The task `other` starts at once, but it is last in plan order, so it is merged only after the two that are held.
  await eventOf(
    under,
    run.id,
    ({ type, data }) => type === 'AttemptFinished' && data.taskKey === 'other' && data.taskStatus === 'MERGING',
  )
  expect((await under.database.store.runTasks(run.id)).slice(0, 2)).toMatchObject([
    { key: 'limited', status: 'PENDING', scheduledFor: until, phase: null, attempts: 1, countedAttempts: 0 },
    { key: 'same', status: 'PENDING', scheduledFor: until, phase: null, attempts: 0 },
  ])

  clock.moveTo(began + HOUR_MS)
  await under.engine.stop('interrupt')
  const next = await under.restart()
  onTestFinished(() => next.engine.stop('interrupt'))
  clock.moveTo(until - 1)
  clock.moveTo(until)
  const { statuses } = await finished(next, run.id)
  expect(statuses).toEqual({ limited: 'COMPLETED', same: 'COMPLETED', other: 'COMPLETED' })
  const starts = (await next.database.store.sessions(run.id)).map(({ startedAt }) => startedAt)
  expect(starts).toEqual([began, began, until, until])
  expect([spy.starts('limited'), spy.starts('same'), spy.starts('other')]).toEqual([2, 1, 1])
  expect(await next.database.store.providerHolds()).toEqual([])
})

it('S5: without a reported time the hold doubles each time, and it applies to every run of the server', async () => {
  const { clock, under, spy } = await world()
  const always = `[ -e ${spy.folder}/open ] || { echo '{"type":"error","error":{"type":"overloaded_error"}}'; exit 1; }; ${writes('a')}`
  const plan = (key: string, run: string) => commandPlan([{ key, epic: 'e', run: spy.command(key, run) }])
  const first = await projectWith(under, plan('a', always))
  const second = await projectWith(under, plan('b', writes('b')))
  const began = clock.now()
  const run = await under.engine.startParallel({ projectId: first.project.id })
  const holdUntil = async (until: number) => {
    await eventOf(under, run.id, ({ type, data }) => type === 'ProviderHeld' && data.until === until)
  }
  await holdUntil(began + 30_000)

  const other = await under.engine.startParallel({ projectId: second.project.id })
  const inOtherRun = await eventOf(under, other.id, ({ type }) => type === 'ProviderHeld')
  expect(inOtherRun.data).toMatchObject({ provider: 'command', until: began + 30_000 })
  await under.engine.cancel({ runId: other.id })
  await finished(under, other.id)
  expect(spy.starts('b')).toBe(0)

  clock.moveTo(began + 30_000)
  await holdUntil(began + 90_000)
  clock.moveTo(began + 90_000)
  await holdUntil(began + 210_000)
  writeFileSync(`${spy.folder}/open`, '')
  clock.moveTo(began + 210_000)
  expect((await finished(under, run.id)).tasks).toMatchObject([
    { status: 'COMPLETED', attempts: 4, countedAttempts: 0 },
  ])
})

it('S5, D4: a conflict session that reached a limit is started again and does not count', async () => {
  const { clock, under, spy } = await world()
  const shared = (key: string) => `echo ${key} > shared.txt`
  const began = clock.now()
  const until = new Date(began + 600_000).toISOString()
  const settle = limitedOnce(spy, 'resolve', `COPPICE: provider limit until ${until}`).replace(
    writes('resolve'),
    'echo both > shared.txt; git add shared.txt',
  )
  const plan = commandPlan(
    [
      { key: 'left', epic: 'e', run: spy.command('left', shared('left')) },
      { key: 'right', epic: 'e', run: spy.command('right', shared('right')), resolve: spy.command('resolve', settle) },
    ],
    { maxConflictSessions: 1 },
  )
  const { project, repository } = await projectWith(under, plan)
  const run = await under.engine.startParallel({ projectId: project.id })
  await merged(under, run.id, 'left')
  await eventOf(under, run.id, ({ type, data }) => type === 'ProviderHeld' && data.until === began + 600_000)
  clock.moveTo(began + 600_000)
  expect((await finished(under, run.id)).statuses).toEqual({ left: 'COMPLETED', right: 'COMPLETED' })
  expect(repository.git('show', 'main:shared.txt')).toBe('both')
  expect(spy.starts('resolve')).toBe(2)
})

it('S5: a command whose last line is a limit was cut off, even with exit code 0; a command that printed more was not', async () => {
  const { clock, under, spy } = await world()
  const limit = 'echo "COPPICE: provider limit for 1 hour"'
  const once = (key: string) => `[ "$(ls ${spy.folder} | grep -c '^${key}[.].*start')" -gt 1 ] || ${limit}`
  const plan = commandPlan([
    { key: 'went-on', epic: 'e', run: spy.command('went-on', `${limit}; echo again; ${writes('went-on')}`) },
    { key: 'cut-off', epic: 'e', run: spy.command('cut-off', `${writes('cut-off')}; ${once('cut-off')}`) },
  ])
  const { project } = await projectWith(under, plan)
  const run = await under.engine.startParallel({ projectId: project.id, maxConcurrency: 1 })
  const event = await eventOf(under, run.id, ({ type }) => type === 'ProviderHeld')
  clock.moveTo((event.data as { until: number }).until)
  const { statuses } = await finished(under, run.id)
  expect(statuses).toEqual({ 'went-on': 'COMPLETED', 'cut-off': 'COMPLETED' })
  expect([spy.starts('went-on'), spy.starts('cut-off')]).toEqual([1, 2])
})

it('S5: a hold is judged by the provider of the next session, which may be another one than before', async () => {
  // A task changes its provider after its first attempt.
  const { under, spy } = await world({
    chooseSession: ({ attempts }) => ({
      model: `model-${attempts + 1}`,
      provider: attempts === 0 ? 'first' : 'second',
      domain: 'general',
      choice: null,
    }),
  })
  const limited = spy.command('a', limitedOnce(spy, 'a', '5-hour limit reached, resets in 2h'))
  const plan = commandPlan([
    { key: 'a', epic: 'e', run: limited },
    { key: 'b', epic: 'e', run: spy.command('b', writes('b')) },
  ])
  const { project } = await projectWith(under, plan)
  const run = await under.engine.startParallel({ projectId: project.id, maxConcurrency: 1 })
  await held(under, run.id, 'b')
  await merged(under, run.id, 'a')
  expect(spy.starts('b')).toBe(0)
  const sessions = await under.database.store.sessions(run.id)
  expect(sessions).toMatchObject([
    { status: 'ERROR', provider: 'first', model: 'model-1' },
    { status: 'COMPLETED', provider: 'second', model: 'model-2' },
  ])
  expect(await under.database.store.providerHolds()).toMatchObject([{ provider: 'first' }])
  const started = await eventOf(under, run.id, ({ type, data }) => type === 'TaskStarted' && data.attempt === 2)
  expect(started.data).toMatchObject({ model: 'model-2' })
})

it('S5: a person ends a hold before its time, for every run; when the provider refuses again, all of them wait again', async () => {
  const { clock, under, spy } = await world()
  const began = clock.now()
  const until = began + 5 * HOUR_MS
  const words = `COPPICE: provider limit until ${new Date(until).toISOString()}`
  const refuses = `[ -e ${spy.folder}/open ] || { echo '${words}'; exit 1; }; ${writes('a')}`
  const plan = (key: string, run: string) =>
    commandPlan([{ key, epic: 'e', maxAttempts: 1, run: spy.command(key, run) }])
  const first = await projectWith(under, plan('a', refuses))
  const second = await projectWith(under, plan('b', writes('b')))
  const run = await under.engine.startParallel({ projectId: first.project.id })
  await eventOf(under, run.id, ({ type }) => type === 'ProviderHeld')
  const other = await under.engine.startParallel({ projectId: second.project.id })
  await held(under, other.id, 'b')
  await under.engine.pause({ runId: other.id })

  const released = await under.engine.releaseProvider({ runId: run.id, author: 'ada' })
  expect(released).toMatchObject({ run: { id: run.id }, providers: ['command'] })
  for (const { id } of [run, other]) {
    const event = await eventOf(under, id, ({ type }) => type === 'ProviderReleased')
    expect(event.data).toEqual({ provider: 'command', author: 'ada' })
  }
  // The provider refuses again and names the same time. The task of the other run, which is paused, waits for nothing but its run.
  await eventOf(under, run.id, ({ type, data }) => type === 'AttemptFinished' && data.attempt === 2)
  expect(await under.database.store.runTasks(other.id)).toMatchObject([
    { status: 'PENDING', scheduledFor: null, phase: 'QUEUE', attempts: 0 },
  ])
  await under.engine.resume({ runId: other.id })
  const heldTwice = ({ type }: { type: string }) => type === 'ProviderHeld'
  await expect.poll(async () => (await under.database.store.events(other.id, 0, 100)).filter(heldTwice).length).toBe(2)
  expect(await under.database.store.runTasks(run.id)).toMatchObject([
    { status: 'PENDING', scheduledFor: until, phase: null, attempts: 2, countedAttempts: 0 },
  ])

  writeFileSync(`${spy.folder}/open`, '')
  await under.engine.releaseProvider({ runId: other.id, provider: 'command' })
  expect((await finished(under, run.id)).statuses).toEqual({ a: 'COMPLETED' })
  expect((await finished(under, other.id)).statuses).toEqual({ b: 'COMPLETED' })
  expect(clock.now()).toBe(began)
})

it('S5: to end a hold that is not there changes nothing, and only an active run can end one', async () => {
  const { under, spy } = await world()
  const plan = commandPlan([
    {
      key: 'a',
      epic: 'e',
      run: spy.command('a', `until [ -e ${spy.folder}/open ]; do sleep 0.05; done; ${writes('a')}`),
    },
  ])
  const { project } = await projectWith(under, plan)
  const run = await under.engine.startParallel({ projectId: project.id })
  await eventOf(under, run.id, ({ type }) => type === 'TaskStarted')
  for (const provider of ['command', 'unknown', null])
    expect(await under.engine.releaseProvider({ runId: run.id, provider })).toMatchObject({ providers: [] })
  writeFileSync(`${spy.folder}/open`, '')
  await finished(under, run.id)
  const events = await under.database.store.events(run.id, 0, 100)
  expect(events.map(({ type }) => type)).not.toContain('ProviderReleased')
  await expect(under.engine.releaseProvider({ runId: run.id })).rejects.toThrow(RunNotActive)
})
