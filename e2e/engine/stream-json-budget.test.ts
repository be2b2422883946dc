import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CLAUDE_LINES, claudeLines, until } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { agentStarted, engineUnderTest, eventOf, finished, projectWith } from './engine-under-test.ts'

/** 1,000 × $1 + 200 × $5, each for a million. */
const COST = 2_000
const PROGRAM = claudeLines('claude-haiku-4-5', { inputTokens: 1_000, outputTokens: 200, costUsd: 0.0021 })

it('M1: an agent with a flat rate has tokens and no cost, needs no price, and takes no money from a budget', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const program = claudeLines('a-model-without-a-price', { inputTokens: 1_000, outputTokens: 200, costUsd: 0.0021 })
  const run = `sh ${CLAUDE_LINES} a && echo a > a.txt`
  const plan = {
    defaults: { agent: 'command', output: 'claude-stream-json', billing: 'flat-rate', maxAttempts: 1 },
    epics: [{ key: 'e', tasks: [{ key: 'a', description: 'Add a', model: 'a-model-without-a-price', run }] }],
  }
  const { project } = await projectWith(under, plan, { [CLAUDE_LINES]: program })
  const { engine, database } = under
  const { store } = database
  const begun = await engine.startParallel({ projectId: project.id, maxConcurrency: 4, budgetUsd: 0.000_001 })
  expect(begun.forecast?.cost).toMatchObject({ range: null, flatRateTasks: 1, unknownTasks: 0 })
  const { run: ended, statuses } = await finished(under, begun.id)
  expect({ status: ended.status, statuses }).toEqual({ status: 'COMPLETED', statuses: { a: 'COMPLETED' } })
  const [session] = await store.sessions(begun.id)
  expect(session).toMatchObject({ flatRate: true, reservedMicroUsd: 0 })
  expect(session?.metrics).toMatchObject({ inputTokens: 1_000, costMicroUsd: null, reportedCostMicroUsd: 2_100 })
  expect(await store.ledgerEntries(session?.id ?? '')).toMatchObject([{ inputTokens: 1_000, cost: null }])
})

const KEYS = ['a', 'b', 'c', 'd']

it('M2: Claude Code as a command exceeds a budget by at most a session; its cost is that of the price list, and a raise continues the run', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const run = (key: string) =>
    `sh ${CLAUDE_LINES} ${key} && echo ${key} > ${key}.txt && git add -A && git commit -qm ${key}`
  const plan = {
    defaults: { agent: 'command', output: 'claude-stream-json', maxAttempts: 1 },
    epics: [{ key: 'e', tasks: KEYS.map((key) => ({ key, description: `Add ${key}`, run: run(key) })) }],
  }
  const { project, repository } = await projectWith(under, plan, { [CLAUDE_LINES]: PROGRAM })
  const { engine, database } = under
  const { store } = database
  // The cost of a session is not known before its end. So one session runs at a time, and the third one exceeds the budget.
  const { id } = await engine.startParallel({ projectId: project.id, maxConcurrency: 4, budgetUsd: (2.5 * COST) / 1e6 })
  await eventOf(under, id, ({ type, data }) => type === 'RunStatusChanged' && data.runStatus === 'PAUSED')
  expect(await store.run(id)).toMatchObject({ awaitsBudget: true, statusReason: expect.stringContaining('is spent') })
  const before = await store.sessions(id)
  expect(before.map(({ metrics }) => metrics.costMicroUsd)).toEqual([COST, COST, COST])
  for (const { metrics } of before)
    expect(metrics).toMatchObject({ inputTokens: 1_000, outputTokens: 200, reportedCostMicroUsd: 2_100 })

  // Three sessions have spent their costs. The fourth is expected to cost the same.
  expect(await engine.read.runCost(id)).toMatchObject({ range: { likelyMicroUsd: KEYS.length * COST } })
  await engine.setBudget({ runId: id, budgetUsd: 5 })
  const { run: ended } = await finished(under, id)
  expect(ended.status).toBe('COMPLETED')
  expect(await engine.read.runCost(id)).toBeNull()
  const sessions = await store.sessions(id)
  expect(sessions).toHaveLength(KEYS.length)
  for (const { id: sessionId } of sessions)
    expect(await store.ledgerEntries(sessionId)).toMatchObject([{ partial: false, cost: { costMicroUsd: COST } }])
  expect(repository.git('show', ...KEYS.map((key) => `main:${key}.txt`))).toBe(KEYS.join('\n'))
  const pauses = (await store.events(id, 0, 1_000)).filter(
    ({ type, data }) => type === 'RunStatusChanged' && data.runStatus === 'PAUSED',
  )
  expect(pauses).toHaveLength(1)
})

it('M2: a budget that is set while sessions run reserves money for them, and none for a plain command', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const go = join(under.home, 'go')
  const run = (key: string) =>
    `until [ -e "${go}" ]; do sleep 0.05; done; sh ${CLAUDE_LINES} ${key} && echo ${key} > ${key}.txt`
  const plan = {
    defaults: { agent: 'command', maxAttempts: 1 },
    epics: [
      {
        key: 'e',
        tasks: [
          { key: 'a', description: 'Add a', model: 'claude-haiku-4-5', output: 'claude-stream-json', run: run('a') },
          { key: 'b', description: 'Add b', run: run('b') },
        ],
      },
    ],
  }
  const { project } = await projectWith(under, plan, { [CLAUDE_LINES]: PROGRAM })
  const { engine, database } = under
  const { store } = database
  const { id } = await engine.startParallel({ projectId: project.id, maxConcurrency: 2 })
  const reserved = async () => {
    const sessions = (await store.sessions(id)).toSorted((one, other) => one.slot - other.slot)
    return sessions.map(({ reservedMicroUsd }) => reservedMicroUsd)
  }
  for (const key of ['a', 'b']) await agentStarted(under, id, key)
  expect(await reserved()).toEqual([null, null])
  await engine.setBudget({ runId: id, budgetUsd: 5 })
  const both = await until('the reservations', async () => {
    const now = await reserved()
    return now.includes(null) ? null : now
  })
  expect(both.toSorted()).toEqual([0, 435_000])
  writeFileSync(go, '')
  expect((await finished(under, id)).run.status).toBe('COMPLETED')
})

it('M1: a session whose agent never started cost nothing, and its cost is not unknown', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const plan = {
    setup: 'exit 3',
    defaults: { agent: 'command', output: 'claude-stream-json', maxAttempts: 1 },
    epics: [{ key: 'e', tasks: [{ key: 'a', description: 'Add a', model: 'claude-haiku-4-5', run: 'true' }] }],
  }
  const { project } = await projectWith(under, plan)
  const { id } = await under.engine.startParallel({ projectId: project.id, maxConcurrency: 1 })
  expect((await finished(under, id)).statuses).toEqual({ a: 'FAILED' })
  const sessions = await under.database.store.sessions(id)
  expect(sessions.map(({ process, metrics }) => [process, metrics.costMicroUsd])).toEqual([[null, 0]])
  expect(await under.database.store.firstAttempts(project.id, 100)).toEqual([])
})
