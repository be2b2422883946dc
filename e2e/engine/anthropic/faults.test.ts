import { createSimulator, type FaultInput, type ScriptInput } from '@coppice/messages-simulator'
import { expect, it, onTestFinished } from 'vitest'
import { eventOf, finished, startParallel } from '../engine-under-test.ts'
import { HeldClock } from '../held-clock.ts'
import { givenAgents, givenTasks, holdOf, sessionsOf, tokensOf, writes } from './given-agents.ts'

/** A script that writes a file in its first step. The fault hits its second step, after a reply was bought. */
const faulted = (name: string, fault: FaultInput, times: number | 'always' = 1): ScriptInput => ({
  steps: [writes(name), { text: `The file ${name}\nis there.` }],
  faults: [{ turn: 2, times, fault }],
})

it('S5, M1: after a fault that passes, the agent asks again; no finished reply is asked for twice, and every token is counted', async () => {
  const faults: Record<string, FaultInput> = {
    cut: { kind: 'cut' },
    early: { kind: 'end-early' },
    malformed: { kind: 'malformed' },
    overloaded: { kind: 'error-event' },
    limited: { kind: 'status', status: 429, retryAfterSeconds: 1 },
    broken: { kind: 'status', status: 500 },
    silent: { kind: 'no-response' },
    long: { kind: 'max-tokens' },
    paused: { kind: 'pause-turn' },
  }
  const keys = Object.keys(faults)
  const agents = await givenAgents(
    Object.fromEntries(Object.entries(faults).map(([key, fault]) => [key, faulted(key, fault)])),
  )
  const { project, repository } = await givenTasks(agents, keys)
  const { run, tasks } = await finished(agents.under, (await startParallel(agents.under, project, 4)).id)
  expect(tasks.map(({ key, status, attempts }) => `${key} ${status} ${attempts}`)).toEqual(
    keys.map((key) => `${key} COMPLETED 1`),
  )
  for (const { runTaskId, metrics } of await sessionsOf(agents, run.id)) {
    const key = tasks.find(({ id }) => id === runTaskId)?.key ?? ''
    const served = agents.simulator.served.filter(({ script }) => script === key)
    expect(served.filter(({ turn }) => turn === 1)).toHaveLength(1)
    expect({ key, ...metrics }).toMatchObject({ key, ...tokensOf(served) })
    expect(repository.git('show', `main:${key}.txt`)).toBe(key)
  }
})

it('S5: a wrong key, an unknown model and an account without credit are not retried, and the reason says what to do', async () => {
  const status = (code: 400 | 401 | 404, message?: string): ScriptInput => ({
    steps: [writes('x')],
    faults: [{ times: 'always', fault: { kind: 'status', status: code, message } }],
  })
  const agents = await givenAgents({
    key: status(401),
    model: status(404),
    credit: status(400, 'Your credit balance is too low to access the Anthropic API.'),
  })
  const { project } = await givenTasks(agents, ['key', 'model', 'credit'], { maxAttempts: 3 })
  const { tasks } = await finished(agents.under, (await startParallel(agents.under, project)).id)
  expect(tasks).toMatchObject([
    { status: 'FAILED', attempts: 1, statusReason: expect.stringContaining('set ANTHROPIC_API_KEY to a valid key') },
    { status: 'FAILED', attempts: 1, statusReason: expect.stringContaining('no model claude-haiku-4-5') },
    { status: 'FAILED', attempts: 1, statusReason: expect.stringContaining('add credit to the account') },
  ])
  expect(agents.simulator.served).toHaveLength(3)
})

it('S5, R1: a limit that lasts holds the provider and uses up no attempt; then the same conversation continues', async () => {
  const clock = new HeldClock()
  const limit = { kind: 'status', status: 429, retryAfterSeconds: 36_000 } as const
  const script = { steps: [writes('a'), { text: 'Done.' }], faults: [{ turn: 2, fault: limit }] }
  const agents = await givenAgents({ a: script }, {}, { clock })
  const { project, repository } = await givenTasks(agents, ['a'], { maxAttempts: 1 })
  const { id } = await startParallel(agents.under, project)
  clock.moveTo(await holdOf(agents, id))
  const { run, tasks } = await finished(agents.under, id)
  expect(tasks).toMatchObject([{ status: 'COMPLETED', attempts: 2, countedAttempts: 0 }])
  expect(repository.git('show', 'main:a.txt')).toBe('a')
  const [first, second] = await sessionsOf(agents, run.id)
  expect(first).toMatchObject({ status: 'ERROR', error: expect.stringContaining('provider limit: 429'), cutOff: true })
  expect(second?.conversationId).toBe(first?.conversationId)
  const { served } = agents.simulator
  expect(served.map(({ turn, status }) => `${turn} ${status}`)).toEqual(['1 200', '2 429', '2 200'])
})

it('S5: a limit of a server of your own holds no task of the API of Anthropic', async () => {
  const limit = { kind: 'status', status: 429, retryAfterSeconds: 36_000 } as const
  const own: ScriptInput = { steps: [writes('own')], faults: [{ times: 'always', fault: limit }] }
  const simulator = await createSimulator({ scripts: { own }, seed: 1 })
  onTestFinished(() => simulator.close())
  const agents = await givenAgents({ api: { steps: [writes('api'), { text: 'Done.' }] } })
  const { under } = agents
  const ofOwn = await givenTasks(agents, ['own'], { baseUrl: simulator.url })
  await holdOf(agents, (await startParallel(under, ofOwn.project)).id)
  const ofApi = await givenTasks(agents, ['api'])
  const { tasks } = await finished(under, (await startParallel(under, ofApi.project)).id)
  expect(tasks).toMatchObject([{ status: 'COMPLETED', attempts: 1 }])
  const { host } = new URL(simulator.url)
  expect(await under.database.store.providerHolds()).toMatchObject([{ provider: host }])
})

it('S5: a person ends a hold, and the conversation continues at once; a provider that refuses again is on hold again, at the cost of no attempt', async () => {
  const agents = await givenAgents({
    a: {
      steps: [writes('a'), { text: 'Done.' }],
      faults: [{ turn: 2, times: 2, fault: { kind: 'status', status: 429, retryAfterSeconds: 36_000 } }],
    },
  })
  const { project, repository } = await givenTasks(agents, ['a'], { maxAttempts: 1 })
  const { id } = await startParallel(agents.under, project)
  const held = (times: number) =>
    eventOf(
      agents.under,
      id,
      ({ type, data }) => type === 'AttemptFinished' && data.attempt === times && data.taskStatus === 'PENDING',
    )
  const release = () => agents.under.engine.releaseProvider({ runId: id, provider: 'anthropic', author: 'ada' })
  await held(1)
  expect(await release()).toMatchObject({ providers: ['anthropic'] })
  await held(2)
  expect(await release()).toMatchObject({ providers: ['anthropic'] })
  const { run, tasks } = await finished(agents.under, id)
  expect(tasks).toMatchObject([{ status: 'COMPLETED', attempts: 3, countedAttempts: 0 }])
  expect(repository.git('show', 'main:a.txt')).toBe('a')
  expect(agents.simulator.served.map(({ turn, status }) => `${turn} ${status}`)).toEqual([
    ...['1 200', '2 429', '2 429', '2 200'],
  ])
  expect(new Set((await sessionsOf(agents, run.id)).map(({ conversationId }) => conversationId)).size).toBe(1)
})

it('S6: a stream that stalls is cut off and asked for again, before the stall limit ends the agent', async () => {
  const agents = await givenAgents({ a: faulted('a', { kind: 'stall' }) })
  const { project } = await givenTasks(agents, ['a'], { maxAttempts: 1, stall: '20s' })
  const { tasks } = await finished(agents.under, (await startParallel(agents.under, project)).id)
  expect(tasks).toMatchObject([{ status: 'COMPLETED', attempts: 1 }])
})

it('S5: a refusal and a conversation that is too long are failures of the work, and say what to do', async () => {
  const agents = await givenAgents({
    refused: faulted('refused', { kind: 'refusal' }, 'always'),
    long: faulted('long', { kind: 'context-too-long' }, 'always'),
  })
  const { project } = await givenTasks(agents, ['refused', 'long'], { maxAttempts: 1 })
  const { tasks } = await finished(agents.under, (await startParallel(agents.under, project)).id)
  expect(tasks).toMatchObject([
    { status: 'FAILED', lastFailure: { class: 'work' }, statusReason: expect.stringContaining('choose another model') },
    { status: 'FAILED', lastFailure: { class: 'work' }, statusReason: expect.stringContaining('Split the task') },
  ])
})
