import { until } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { finished, startParallel } from '../engine-under-test.ts'
import { livingProcesses } from '../living-processes.ts'
import { type Agents, givenAgents, givenTasks, hostOf, sessionsOf, writes } from './given-agents.ts'

const WAIT = { text: 'I wait.', calls: [{ tool: 'bash', input: { command: 'echo begun > begun.txt; sleep 600' } }] }
const SCRIPT = { steps: [writes('a'), WAIT, writes('b'), { text: 'Done.' }] }

/** Starts a run and waits until its agent is within a call that does not end. */
async function withinCall(agents: Agents) {
  const { project, repository } = await givenTasks(agents, ['a'])
  const { id } = await startParallel(agents.under, project)
  const session = await until('the call that waits', async () => {
    const [one] = await sessionsOf(agents, id)
    return one?.facts.filter(({ type }) => type === 'ToolCalled').length === 2 ? one : null
  })
  return { id, repository, session }
}

/** No reply was asked for twice. */
const expectNothingBoughtTwice = ({ simulator }: Agents) =>
  expect(simulator.served.map(({ turn, status }) => `${turn} ${status}`)).toEqual(['1 200', '2 200', '3 200', '4 200'])

it('R1: after kill -9 of its host, the next attempt continues the conversation; no reply is bought twice, and a call without a result gets an error', async () => {
  const agents = await givenAgents({ a: SCRIPT })
  const { id, repository, session } = await withinCall(agents)
  process.kill(hostOf(session.id) ?? 0, 'SIGKILL')
  const { run, tasks } = await finished(agents.under, id)
  expect(tasks).toMatchObject([{ status: 'COMPLETED', attempts: 2, countedAttempts: 1, qualityFailures: 0 }])
  expect(repository.git('show', 'main:a.txt', 'main:b.txt', 'main:begun.txt')).toBe('a\nb\nbegun')
  expectNothingBoughtTwice(agents)
  const [first, second] = await sessionsOf(agents, run.id)
  expect(first).toMatchObject({
    status: 'ERROR',
    cutOff: true,
    error: expect.stringContaining('was lost (exit code 137)'),
  })
  expect(second?.conversationId).toBe(first?.conversationId)
  expect(livingProcesses(session.id)).toEqual([])
})

it('S5, R1: a host that something else than the server told to end was interrupted: no attempt is used up, and the conversation continues', async () => {
  const agents = await givenAgents({ a: SCRIPT })
  const { id, session } = await withinCall(agents)
  process.kill(hostOf(session.id) ?? 0, 'SIGTERM')
  const { run, tasks } = await finished(agents.under, id)
  expect(tasks).toMatchObject([{ status: 'COMPLETED', attempts: 2, countedAttempts: 0 }])
  expectNothingBoughtTwice(agents)
  const [first, second] = await sessionsOf(agents, run.id)
  expect(first).toMatchObject({ status: 'INTERRUPTED', cutOff: true })
  expect(second?.conversationId).toBe(first?.conversationId)
})

it('R1, R5: a server that stops ends its agents, and the next one continues their conversations', async () => {
  const agents = await givenAgents({ a: SCRIPT })
  const { id } = await withinCall(agents)
  await agents.under.engine.stop('interrupt')
  const next = await agents.under.restart()
  const { tasks } = await finished(next, id)
  expect(tasks).toMatchObject([{ status: 'COMPLETED', attempts: 2, countedAttempts: 0 }])
  expectNothingBoughtTwice(agents)
  await next.engine.stop('interrupt')
})

it('R5: a host outlives its server, and the next server adopts it: its session is one, with all of its facts', async () => {
  const agents = await givenAgents({ a: { steps: [writes('a'), { text: 'Done.', pace: { firstTokenMs: 4_000 } }] } })
  const { project, repository } = await givenTasks(agents, ['a'])
  const { id } = await startParallel(agents.under, project)
  await until('the first result', async () =>
    (await sessionsOf(agents, id))[0]?.facts.some(({ type }) => type === 'ToolAnswered'),
  )
  await agents.under.engine.stop('handover')
  const next = await agents.under.restart()
  const { tasks } = await finished(next, id)
  expect(tasks).toMatchObject([{ status: 'COMPLETED', attempts: 1 }])
  expect(repository.git('show', 'main:a.txt')).toBe('a')
  const [session, ...more] = await sessionsOf({ ...agents, under: next }, id)
  expect(more).toEqual([])
  expect(session?.facts.map(({ sequence }) => sequence)).toEqual(session?.facts.map((_, index) => index + 1))
  expect(agents.simulator.served).toHaveLength(2)
  await next.engine.stop('interrupt')
})
