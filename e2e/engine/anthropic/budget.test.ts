import { expect, it } from 'vitest'
import { eventOf, finished } from '../engine-under-test.ts'
import { givenAgents, givenTasks, writes } from './given-agents.ts'

const script = (key: string) => ({ steps: [writes(key), { text: 'Done.' }] })

it('M2: at the ceiling a run warns, pauses itself once and says what to do; after a raise it continues and nothing is lost', async () => {
  const keys = ['a', 'b', 'c']
  const agents = await givenAgents(Object.fromEntries(keys.map((key) => [key, script(key)])))
  const { project, repository } = await givenTasks(agents, keys)
  const { engine, database } = agents.under
  // One session costs about $0.002.
  const run = await engine.startParallel({ projectId: project.id, maxConcurrency: 2, budgetUsd: 0.001 })
  expect(run.budgetMicroUsd).toBe(1_000)
  await eventOf(agents.under, run.id, ({ type, data }) => type === 'RunStatusChanged' && data.runStatus === 'PAUSED')
  const paused = await database.store.run(run.id)
  expect(paused).toMatchObject({ status: 'PAUSED', awaitsBudget: true })
  expect(paused?.statusReason).toMatch(
    /^the budget of \$0\.0010 is spent \(\$0\.00\d\d\)\. A session of this run probably costs \$0\.43\. To continue, set a higher budget: coppice budget 1 AMOUNT$/,
  )
  const spent = async () =>
    (await database.store.sessions(run.id)).reduce((sum, { metrics }) => sum + metrics.knownCostMicroUsd, 0)
  // A single session was started, because nothing was learned yet. It exceeds the budget by the requests that were in flight.
  expect(await spent()).toBeLessThan(3_000)

  await engine.setBudget({ runId: run.id, budgetUsd: 5 })
  const { run: ended, statuses } = await finished(agents.under, run.id)
  expect(ended).toMatchObject({ status: 'COMPLETED', awaitsBudget: false, budgetMicroUsd: 5_000_000 })
  expect(statuses).toEqual({ a: 'COMPLETED', b: 'COMPLETED', c: 'COMPLETED' })
  expect(repository.git('show', 'main:a.txt', 'main:b.txt', 'main:c.txt')).toBe('a\nb\nc')
  const events = await database.store.events(run.id, 0, 1_000)
  const told = events.flatMap(({ type, data }) =>
    type === 'BudgetWarned' || type === 'BudgetChanged'
      ? [type]
      : type === 'RunStatusChanged'
        ? [`${data.runStatus}`]
        : [],
  )
  expect(told).toEqual(['BudgetChanged', 'BudgetWarned', 'PAUSED', 'BudgetChanged', 'RUNNING'])
  const sessions = await database.store.sessions(run.id)
  expect(sessions.every(({ reservedMicroUsd }) => reservedMicroUsd !== null)).toBe(true)
  const last = events.find(({ type }) => type === 'RunFinished')
  expect(last?.data).toMatchObject({ costMicroUsd: await spent() })
})

it('M1: with a budget, a model without a known price is refused before the start; without a budget it runs, and its cost is unknown', async () => {
  const agents = await givenAgents({ a: script('a') })
  const { project } = await givenTasks(agents, ['a'], { model: 'claude-unpriced' })
  const { engine } = agents.under
  await expect(engine.startParallel({ projectId: project.id, budgetUsd: 5 })).rejects.toMatchObject({
    fields: [
      { path: 'budgetUsd', message: expect.stringContaining('the price of claude-unpriced is not known (tasks a)') },
    ],
  })
  const run = await engine.startParallel({ projectId: project.id })
  const { run: ended } = await finished(agents.under, run.id)
  expect(ended.status).toBe('COMPLETED')
  const [session] = await agents.under.database.store.sessions(run.id)
  expect(session?.metrics).toMatchObject({ costMicroUsd: null, knownCostMicroUsd: 0, inputTokens: expect.any(Number) })
  await expect(engine.setBudget({ runId: run.id, budgetUsd: -1 })).rejects.toMatchObject({
    fields: [{ path: 'budgetUsd', message: expect.stringContaining('above 0') }],
  })
})
