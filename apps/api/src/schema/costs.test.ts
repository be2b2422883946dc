import type { LedgerEntry } from '@coppice/engine'
import { NO_METRICS } from '@coppice/engine/domain/records'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { seededRun, seededSession } from '../fixtures/seeded-run.ts'
import { type ServerUnderTest, serverUnderTest } from '../fixtures/server-under-test.ts'
import { globalId } from './ids.ts'
import { COST_DIMENSIONS } from './loading/cost-groups.ts'

let ours: ServerUnderTest
beforeAll(async () => {
  ours = await serverUnderTest()
})
afterAll(() => ours.stop())

const DAY_MS = 86_400_000
const entry = (requestId: string, costMicroUsd: number | null, more: Partial<LedgerEntry> = {}): LedgerEntry => ({
  ...{ requestId, model: 'm-1', at: DAY_MS, partial: false, inputTokens: 10, outputTokens: 2, cacheReadTokens: null },
  ...{ cacheWriteTokens: 3, cacheWrite1hTokens: 4, reportedCostMicroUsd: null },
  cost: costMicroUsd === null ? null : { ...NOTHING, inputMicroUsd: costMicroUsd, costMicroUsd },
  ...more,
})
const NOTHING = { outputMicroUsd: 0, cacheReadMicroUsd: 0, cacheWriteMicroUsd: 0 }

it('M2: the budgets of a run and of its project show what is spent and left, the nearest limit first', async () => {
  const { store } = ours.database
  const { run, project, tasks } = await seededRun(store)
  const [first] = tasks
  if (!first) throw new Error('no tasks')
  const day = ours.clock.now()
  const costMicroUsd = 2_000_000
  const metrics = { ...NO_METRICS, costMicroUsd, knownCostMicroUsd: costMicroUsd }
  const session = await seededSession(store, first, project.id, {
    status: 'RUNNING',
    reservedMicroUsd: 2_500_000,
    metrics,
  })
  await store.transaction(async (tx) => {
    await tx.insertLedgerEntries(session.id, [entry('a', costMicroUsd, { at: day })])
    await tx.updateProject(project.id, { budgetMicroUsd: 4_000_000, dayBudgetMicroUsd: 3_000_000 })
  })
  const budgets = 'budgets { pot limitUsd spentUsd reservedUsd freeUsd day }'
  const document = `query($run: ID!, $project: ID!) { run(id: $run) { ${budgets} }
    project(id: $project) { budgetUsd dayBudgetUsd ${budgets} } }`
  const ids = { run: globalId('Run', run.id), project: globalId('Project', project.id) }
  const read = await ours.admin.request<Record<'run' | 'project', { budgets: { pot: string }[] }>>(document, ids)
  const use = { spentUsd: 2, reservedUsd: 0.5 }
  const ofProject = [
    { ...use, pot: 'DAY', limitUsd: 3, freeUsd: 0.5, day: new Date(day).toISOString().slice(0, 10) },
    { ...use, pot: 'PROJECT', limitUsd: 4, freeUsd: 1.5, day: null },
  ]
  expect(read.project).toMatchObject({ budgetUsd: 4, dayBudgetUsd: 3, budgets: ofProject })
  expect(read.run.budgets.map(({ pot }) => pot)).toEqual(['DAY', 'PROJECT', 'RUN'])
})

it('M1: the costs of a run and of its project, by any dimension, are the sum of its requests', async () => {
  const { store } = ours.database
  const { run, project, tasks } = await seededRun(store)
  const [first, second] = tasks
  if (!first || !second) throw new Error('no tasks')
  const one = await seededSession(store, first, project.id, { attempt: 1, kind: 'WORK' })
  const two = await seededSession(store, second, project.id, { attempt: 2, kind: 'WORK' })
  const conflict = await seededSession(store, second, project.id, { attempt: 2, kind: 'CONFLICT' })
  const write = (id: string, entries: LedgerEntry[]) => store.transaction((tx) => tx.insertLedgerEntries(id, entries))
  await write(one.id, [entry('a', 100), entry('b', 20, { model: 'm-2', at: 2 * DAY_MS - 1 })])
  await write(two.id, [entry('a', 3, { partial: true, reportedCostMicroUsd: 5 }), entry('c', null)])
  await write(conflict.id, [entry('a', 4_000_000, { at: 2 * DAY_MS })])

  const fields =
    'key agent tasks sessions requests partialRequests unpricedRequests flatRateRequests cacheWriteTokens costUsd reportedUsd'
  const costs = async (by: string) => {
    const document = `query($run: ID!, $project: ID!, $by: CostDimension!) {
      run(id: $run) { costs(by: $by) { ${fields} } } project(id: $project) { costs(by: $by) { ${fields} } } }`
    const ids = { run: globalId('Run', run.id), project: globalId('Project', project.id), by }
    const read = await ours.admin.request<Record<'run' | 'project', { costs: Group[] }>>(document, ids)
    expect(read.project.costs).toEqual(read.run.costs)
    return read.run.costs
  }
  for (const by of COST_DIMENSIONS) {
    const groups = await costs(by)
    const sum = (of: (group: Group) => number) => groups.reduce((total, group) => total + of(group), 0)
    expect(sum(({ costUsd }) => costUsd)).toBeCloseTo(4.000_123, 9)
    expect(sum(({ requests }) => requests)).toBe(5)
    expect(sum(({ unpricedRequests }) => unpricedRequests)).toBe(1)
    expect(sum(({ flatRateRequests }) => flatRateRequests)).toBe(0)
    expect(sum(({ reportedUsd }) => reportedUsd)).toBeCloseTo(0.000_005, 9)
    expect(sum(({ cacheWriteTokens }) => cacheWriteTokens)).toBe(35)
  }
  const keys = async (by: string) => (await costs(by)).map(({ key }) => key)
  expect(await keys('ATTEMPT')).toEqual(['CONFLICT', 'WORK 1', 'WORK 2'])
  expect(await keys('DAY')).toEqual(['1970-01-03', '1970-01-02'])
  expect(await keys('TASK')).toEqual([second.key, first.key])
  expect(await keys('MODEL')).toEqual(['m-1', 'm-2'])
  const secondGroup = 'query($id: ID!) { run(id: $id) { costs(by: ATTEMPT, first: 1, skip: 1) { key } } }'
  const paged = await ours.admin.request<{ run: { costs: Group[] } }>(secondGroup, { id: globalId('Run', run.id) })
  expect(paged.run.costs).toEqual([{ key: 'WORK 1' }])

  const document = `query($run: ID!, $after: String) { run(id: $run) { ledger(first: 2, after: $after) {
    cursor requestId costUsd flatRate session { number } } } }`
  const page = async (after: string | null) =>
    (await ours.admin.request<{ run: { ledger: Row[] } }>(document, { run: globalId('Run', run.id), after })).run.ledger
  const read: Row[] = []
  for (let rows = await page(null); rows.length > 0; rows = await page(read.at(-1)?.cursor ?? null)) {
    read.push(...rows)
    // The first session continues while its run is exported. What it adds before the place of the export moves no row to the next page.
    if (read.length === 4) await write(one.id, [entry('late-1', 1), entry('late-2', 1)])
  }
  expect(read).toMatchObject([
    { requestId: 'a', costUsd: 0.0001 },
    { requestId: 'b', costUsd: 0.00002 },
    { requestId: 'a', costUsd: 0.000003 },
    { requestId: 'c', costUsd: null, flatRate: false },
    { requestId: 'a', costUsd: 4 },
  ])
  await expect(page('nonsense')).rejects.toThrow('ledger(after: …) is not a cursor of this server.')

  const byKey = async (skip: number) => {
    const document = `query($id: ID!, $skip: Int!) { run(id: $id) { costs(by: TASK, order: KEY, first: 1, skip: $skip) { key } } }`
    const variables = { id: globalId('Run', run.id), skip }
    return (await ours.admin.request<{ run: { costs: Group[] } }>(document, variables)).run.costs
  }
  const [cheaper] = [first.key, second.key].toSorted()
  expect(await byKey(0)).toEqual([{ key: cheaper }])
  // The other task becomes the one that cost less. The order by the key stays.
  await write(one.id, [entry('grown', 9_000_000)])
  expect([...(await byKey(0)), ...(await byKey(1))].map(({ key }) => key)).toEqual([first.key, second.key].toSorted())
})

interface Row {
  cursor: string
  requestId: string
}

interface Group {
  key: string
  requests: number
  unpricedRequests: number
  flatRateRequests: number
  cacheWriteTokens: number
  costUsd: number
  reportedUsd: number
}
