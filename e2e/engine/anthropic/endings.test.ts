import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { finished, startParallel } from '../engine-under-test.ts'
import { livingProcesses } from '../living-processes.ts'
import { type Agents, givenAgents, givenTasks, KEY, sessionsOf, tokensOf, writes } from './given-agents.ts'

/** Waits until the only session of a run has a fact that fits. */
const factOf = (agents: Agents, runId: string, type: string) =>
  until(`the fact ${type}`, async () => {
    const [session] = await sessionsOf(agents, runId)
    return session?.facts.some((fact) => fact.type === type) ? session : null
  })

it('C1, M1: a cancel ends the agent within a tool and within a reply: nothing is alive, each call has an answer, and the usage is recorded', async () => {
  const agents = await givenAgents({
    tool: { steps: [{ text: 'I wait.', calls: [{ tool: 'bash', input: { command: 'sleep 600 & sleep 600' } }] }] },
    reply: { steps: [{ text: 'I think.\n' }], faults: [{ fault: { kind: 'stall' } }] },
  })
  for (const [key, fact] of [
    ['tool', 'ToolCalled'],
    ['reply', 'ModelCalled'],
  ] as const) {
    const { project } = await givenTasks(agents, [key])
    const { id } = await startParallel(agents.under, project)
    const running = await factOf(agents, id, fact)
    await agents.under.engine.cancel({ runId: id })
    await finished(agents.under, id)
    expect(livingProcesses(running.id)).toEqual([])
    const [session] = await sessionsOf(agents, id)
    expect(session?.status).toBe('CANCELLED')
    const ids = (type: string) =>
      session?.facts.flatMap((one) => (one.type === type && 'callId' in one ? [one.callId] : []))
    expect(ids('ToolAnswered')).toEqual(ids('ToolCalled'))
    const served = agents.simulator.served.filter(({ script }) => script === key)
    expect(session?.metrics).toMatchObject(tokensOf(served))
    expect(session?.metrics.cacheWriteTokens).toBeGreaterThan(0)
  }
})

it('S6: an attempt ends at its limits of turns, tokens and time, with its usage and a reason that names the limit', async () => {
  const many = { steps: Array.from({ length: 5 }, (_, index) => writes(`file-${index}`)) }
  const agents = await givenAgents({
    many,
    slow: { steps: [{ calls: [{ tool: 'bash', input: { command: 'sleep 600' } }] }] },
  })
  const reasonWith = async (key: string, limit: object) => {
    const { project } = await givenTasks(agents, [key], { maxAttempts: 1, ...limit })
    const { run, tasks } = await finished(agents.under, (await startParallel(agents.under, project)).id)
    const [session] = await sessionsOf(agents, run.id)
    expect(livingProcesses(session?.id ?? '')).toEqual([])
    const { cacheReadTokens, cacheWriteTokens } = session?.metrics ?? {}
    expect((cacheReadTokens ?? 0) + (cacheWriteTokens ?? 0)).toBeGreaterThan(0)
    return `${tasks[0]?.status} ${session?.metrics.toolCallCount} ${tasks[0]?.statusReason}`
  }
  expect(await reasonWith('many', { maxTurns: 2 })).toBe('FAILED 2 the agent used its 2 turns (maxTurns)')
  expect(await reasonWith('many', { maxTokens: 1_000 })).toMatch(/^FAILED 1 .*its limit is 1000 \(maxTokens\)/)
  expect(await reasonWith('slow', { timeout: '30s' })).toMatch(/^FAILED 1 .*time limit/)
})

it('a person writes to a running agent: the model gets the message once, with the results of its tools, and it is acknowledged', async () => {
  const gate = 'until [ -e go.flag ]; do sleep 0.1; done'
  const agents = await givenAgents({
    a: {
      steps: [
        { ...writes('a') },
        { text: 'I wait.', calls: [{ tool: 'bash', input: { command: gate } }] },
        { text: 'Understood.' },
      ],
    },
  })
  const { project } = await givenTasks(agents, ['a'])
  const { id } = await startParallel(agents.under, project)
  const session = await until('the call that waits', async () => {
    const [one] = await sessionsOf(agents, id)
    return one?.facts.filter(({ type }) => type === 'ToolCalled').length === 2 ? one : null
  })
  const sent = await agents.under.engine.sendMessage({ sessionId: session.id, author: 'ada', text: 'Use tabs.' })
  // A call that ends before the message is in the inbox would leave the message unread.
  const inbox = join(agents.under.home, 'sessions', session.id, 'inbox.jsonl')
  await until('the message in the inbox', () => existsSync(inbox) && readFileSync(inbox, 'utf8').includes('Use tabs.'))
  const { worktreePath } = (await agents.under.database.store.session(session.id)) ?? {}
  writeFileSync(join(worktreePath ?? '', 'go.flag'), '')
  await finished(agents.under, id)
  expect(await agents.under.database.store.sessionMessage(sent.id)).toMatchObject({
    acknowledgedAt: expect.any(Number),
  })
  const file = readFileSync(join(agents.under.home, 'sessions', session.id, 'conversation.jsonl'), 'utf8')
  expect(file.match(/Use tabs\./g)).toHaveLength(1)
  const said = file.split('\n').find((line) => line.includes('Use tabs.')) ?? ''
  expect(JSON.parse(said)).toMatchObject({ is: 'said' })
  expect(agents.simulator.served).toHaveLength(3)
  const notices = (await agents.under.facts(session.id)).flatMap((fact) => (fact.type === 'Noticed' ? [fact.text] : []))
  expect(notices).toContain('ada wrote to the agent: Use tabs.')
  const late = agents.under.engine.sendMessage({ sessionId: session.id, text: 'Too late.' })
  await expect(late).rejects.toMatchObject({ code: 'SESSION_NOT_ACTIVE', sessionStatus: 'COMPLETED' })
})

it('A2: the key is in nothing that is stored, even if the agent reads it from the environment of its host', async () => {
  const spy = `for as in cat 'base64 -w0'; do tr '\\0' '\\n' < /proc/$PPID/environ | grep ANTHROPIC_API_KEY | $as; done`
  const agents = await givenAgents({
    a: { steps: [{ calls: [{ tool: 'bash', input: { command: spy } }] }, writes('a'), { text: 'Done.' }] },
  })
  const { project } = await givenTasks(agents, ['a'])
  const { run } = await finished(agents.under, (await startParallel(agents.under, project)).id)
  const [session] = await sessionsOf(agents, run.id)
  expect(JSON.stringify(session?.facts)).toContain('ANTHROPIC_API_KEY=[redacted]')
  const root = join(agents.under.home, 'sessions')
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(root, name)).isFile(),
  )
  expect(files.some((name) => name.endsWith('conversation.jsonl'))).toBe(true)
  const encoded = Buffer.from(`ANTHROPIC_API_KEY=${KEY}`).toString('base64')
  const forms = [KEY, encoded.slice(28, 48)]
  for (const name of files) for (const form of forms) expect(readFileSync(join(root, name), 'utf8')).not.toContain(form)
})
