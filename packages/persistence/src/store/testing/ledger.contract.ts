import type { LedgerEntry, RequestCost, SessionRecord } from '@coppice/engine'
import { NO_METRICS } from '@coppice/engine/domain/records'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Database } from '../../database/database.ts'
import { NOW, sampleBatch, sampleRun, sampleRunTask, sampleSession } from '../../testing/sample-records.ts'
import { plannedProject } from '../../testing/stored-records.ts'
import { TOTALS_OF_SUMS } from '../../testing/totals-of-sums.ts'

const DAY_MS = 86_400_000

const cost = (costMicroUsd: number): RequestCost => ({
  ...{ inputMicroUsd: costMicroUsd, outputMicroUsd: 0, cacheReadMicroUsd: 0, cacheWriteMicroUsd: 0 },
  costMicroUsd,
})

const entry = (requestId: string, more: Partial<LedgerEntry> = {}): LedgerEntry => ({
  ...{ requestId, model: 'm-1', at: NOW, partial: false, inputTokens: 10, outputTokens: 2, cacheReadTokens: null },
  ...{ cacheWriteTokens: null, cacheWrite1hTokens: 4, reportedCostMicroUsd: null, cost: cost(7) },
  ...more,
})

async function setUp({ store, prisma }: Database) {
  const { project, taskId } = await plannedProject(store)
  const run = sampleRun(project)
  const batches = [sampleBatch(run), sampleBatch(run, { number: 2 })]
  const [task, other] = batches.map((batch, position) =>
    sampleRunTask(run, batch, taskId, { key: `task-${position}`, position }),
  )
  if (!task || !other) throw new Error('no tasks')
  await store.transaction((tx) => tx.insertRun(run, batches, [task, other]))
  const session = async (number: number, fields: Partial<SessionRecord> = {}) => {
    const stored = sampleSession(task, project.id, { number, ...fields })
    await store.transaction((tx) => tx.insertSession(stored))
    return stored.id
  }
  return {
    ...{ run, store, session, other },
    totals: (dimension: string) =>
      prisma.ledgerTotal.findMany({
        where: { scopeId: run.id, dimension },
        orderBy: [{ key: 'asc' }, { agent: 'asc' }],
      }),
    /** The totals that are not the sums of their requests. */
    wrongTotals: () => {
      const stored = `SELECT * FROM "LedgerTotal" WHERE "projectId" = '${project.id}'`
      const expected = `SELECT * FROM (${TOTALS_OF_SUMS}) AS expected WHERE "projectId" = '${project.id}'`
      return prisma.$queryRawUnsafe(`(${stored} EXCEPT ALL ${expected}) UNION ALL (${expected} EXCEPT ALL ${stored})`)
    },
    entries: (id: string) => prisma.ledgerEntry.findMany({ where: { sessionId: id }, orderBy: { requestId: 'asc' } }),
    sums: () => prisma.ledgerSum.findMany({ where: { runId: run.id }, orderBy: [{ model: 'asc' }, { day: 'asc' }] }),
    task,
  }
}

export const ledgerContract = (database: () => Database) =>
  describe('the ledger', () => {
    it('R1, M1: has one row for each request of a session, and a request that is told again changes no row and no sum', async () => {
      const { store, session, entries, sums, task } = await setUp(database())
      const [one, two] = [await session(1), await session(2)]
      await store.transaction((tx) => tx.insertLedgerEntries(one, [entry('a'), entry('b', { cost: null })]))
      await store.transaction((tx) =>
        tx.insertLedgerEntries(one, [entry('a', { cost: cost(99) }), entry('c'), entry('c')]),
      )
      await store.transaction((tx) => tx.insertLedgerEntries(two, [entry('a', { partial: true })]))
      expect((await entries(one)).map(({ requestId, costMicroUsd }) => [requestId, costMicroUsd])).toEqual([
        ['a', 7n],
        ['b', null],
        ['c', 7n],
      ])
      expect(await sums()).toHaveLength(2)
      expect((await sums()).find(({ sessionId }) => sessionId === one)).toMatchObject({
        ...{ requests: 3, partialRequests: 0, unpricedRequests: 1, costMicroUsd: 14n, inputMicroUsd: 14n },
        ...{ inputTokens: 30n, outputTokens: 6n, cacheReadTokens: 0n, cacheWrite1hTokens: 12n },
        ...{ epicKey: task.epicKey, kind: 'CONFLICT', attempt: 2, agent: 'command', runTaskId: task.id },
      })
      expect((await sums()).find(({ sessionId }) => sessionId === two)).toMatchObject({
        requests: 1,
        partialRequests: 1,
      })
    })

    it('M1: adds the requests of a run up by each key, and counts each task and each session once', async () => {
      const { store, session, totals, other, wrongTotals } = await setUp(database())
      const one = await session(1, { kind: 'WORK', attempt: 1, domain: null })
      const two = await session(2, { kind: 'WORK', attempt: 2, agent: 'acp' })
      const three = await session(3, { runTaskId: other.id, attempt: 1 })
      const write = (id: string, entries: LedgerEntry[]) =>
        store.transaction((tx) => tx.insertLedgerEntries(id, entries))
      const nextDay = NOW + DAY_MS
      await Promise.all([write(one, [entry('a'), entry('b', { model: 'm-2' })]), write(two, [entry('a')])])
      await write(one, [entry('a'), entry('c', { at: nextDay, cost: null })])
      await write(three, [entry('a', { at: nextDay })])
      const counted = async (dimension: string) =>
        (await totals(dimension)).map(({ key, agent, tasks, sessions, requests, costMicroUsd }) =>
          [key, agent, tasks, sessions, requests, costMicroUsd].join(' '),
        )
      expect(await counted('RUN')).toEqual(['1  2 3 5 28'])
      expect(await counted('TASK')).toEqual(['task-0  1 2 4 21', 'task-1  1 1 1 7'])
      expect(await counted('BATCH')).toEqual(['1  1 2 4 21', '2  1 1 1 7'])
      expect(await counted('EPIC')).toEqual(['core  2 3 5 28'])
      expect(await counted('SESSION')).toEqual(['1  1 1 3 14', '2  1 1 1 7', '3  1 1 1 7'])
      expect(await counted('MODEL')).toEqual(['m-1 acp 1 1 1 7', 'm-1 command 2 2 3 14', 'm-2 command 1 1 1 7'])
      expect(await counted('DAY')).toEqual(['2026-11-24  1 2 3 21', '2026-11-25  2 2 2 7'])
      expect(await counted('DOMAIN')).toEqual(['api  2 2 2 14', 'none  1 1 3 14'])
      expect(await counted('ATTEMPT')).toEqual(['CONFLICT  1 1 1 7', 'WORK 1  1 1 3 14', 'WORK 2  1 1 1 7'])
      expect(await wrongTotals()).toEqual([])
    })

    it('returns the requests of a session as they were stored', async () => {
      const { store, session } = await setUp(database())
      const [one, two] = [await session(1), await session(2)]
      const stored = [entry('b', { at: NOW - 1, cost: null }), entry('a', { partial: true, reportedCostMicroUsd: 3 })]
      await store.transaction((tx) => tx.insertLedgerEntries(one, stored))
      expect(await store.ledgerEntries(one)).toEqual(stored)
      expect(await store.ledgerEntries(two)).toEqual([])
    })

    it('is written in the transaction that reports the request, or not at all', async () => {
      const { store, session, entries, sums } = await setUp(database())
      const id = await session(1)
      const record = (from: 'RUNNING' | 'ERROR', requestId: string) =>
        store.transaction(async (tx) => {
          if (!(await tx.updateSession(id, [from], { factCursor: 9 }))) throw new Error('lost')
          await tx.insertLedgerEntries(id, [entry(requestId)])
        })
      const ends = await Promise.allSettled([record('RUNNING', 'a'), record('ERROR', 'b'), record('RUNNING', 'c')])
      expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect((await entries(id)).map(({ requestId }) => requestId)).toEqual(['a', 'c'])
      expect((await sums()).map(({ requests }) => requests)).toEqual([2])
    })

    it('M1: the requests of a session with a flat rate are counted apart from those with an unknown cost, and cost nothing', async () => {
      const { store, session, sums, totals, wrongTotals } = await setUp(database())
      const [flat, paid] = [await session(1, { flatRate: true }), await session(2)]
      await store.transaction(async (tx) => {
        await tx.insertLedgerEntries(flat, [entry('a', { cost: null }), entry('b', { cost: null })])
        await tx.insertLedgerEntries(paid, [entry('a'), entry('b', { cost: null })])
      })
      const counts = { requests: 4, unpricedRequests: 1, flatRateRequests: 2, inputTokens: 40n, costMicroUsd: 7n }
      expect(await totals('RUN')).toMatchObject([counts])
      expect((await sums()).find(({ sessionId }) => sessionId === flat)).toMatchObject({
        ...{ requests: 2, unpricedRequests: 0, flatRateRequests: 2, inputTokens: 20n, costMicroUsd: 0n },
      })
      expect(await wrongTotals()).toEqual([])
    })

    it('M2: what a project cost, in all and today, contains the reservation of an ended session with an unknown cost', async () => {
      const { store, session, run, task } = await setUp(database())
      const id = await session(1)
      const day = Math.floor(NOW / DAY_MS) * DAY_MS
      await store.transaction(async (tx) => {
        await tx.insertLedgerEntries(id, [entry('a', { at: day }), entry('b', { at: day - 1, cost: cost(5) })])
        const metrics = { ...NO_METRICS, messageCount: 1 }
        const ended = { number: 2, status: 'COMPLETED', endedAt: NOW, reservedMicroUsd: 100, metrics } as const
        await tx.insertSession(sampleSession(task, run.projectId, ended))
        await tx.insertSession(sampleSession(task, run.projectId, { ...ended, number: 3, status: 'RUNNING' }))
      })
      const spent = (except: string | null) => store.projectSpending(run.projectId, day, except)
      expect(await spent(null)).toEqual({ totalMicroUsd: 112, todayMicroUsd: 107 })
      expect(await spent(run.id)).toEqual({ totalMicroUsd: 0, todayMicroUsd: 0 })
      expect(await store.costsBefore(run.id, day)).toEqual(new Map([[id, 5]]))
    })

    it('M1: every sum is the sum of its requests, by model, day (UTC), task and all other keys, in any order and however often they are told', async () => {
      const { store, session, sums, entries, other, wrongTotals } = await setUp(database())
      const ids = [
        await session(1, { kind: 'WORK', attempt: 1 }),
        await session(2, { kind: 'WORK', attempt: 2, agent: 'acp', domain: null }),
        await session(3),
        await session(4, { runTaskId: other.id, kind: 'WORK', attempt: 1 }),
      ]
      const reported = fc.record({
        session: fc.constantFrom(...ids),
        requestId: fc.integer({ min: 1, max: 40 }).map((n) => `r${n}`),
        model: fc.constantFrom('m-1', 'm-2'),
        at: fc.integer({ min: NOW - DAY_MS, max: NOW + DAY_MS }),
        cost: fc.option(fc.nat(1_000_000).map(cost)),
        inputTokens: fc.option(fc.nat(1_000_000)),
      })
      await fc.assert(
        fc.asyncProperty(fc.array(fc.array(reported, { maxLength: 6 }), { maxLength: 5 }), async (batches) => {
          const writes = batches.flatMap((batch) =>
            [...Map.groupBy(batch, (one) => one.session)].map(([id, its]) =>
              store.transaction((tx) =>
                tx.insertLedgerEntries(
                  id,
                  its.map(({ session: _, requestId, ...more }) => entry(requestId, more)),
                ),
              ),
            ),
          )
          await Promise.all(writes)
          const rows = (await Promise.all(ids.map(entries))).flat()
          const nameOf = (id: string, model: string, day: Date) => `${id} ${model} ${day.toJSON().slice(0, 10)}`
          const expected = [...Map.groupBy(rows, ({ sessionId, model, at }) => nameOf(sessionId, model, at))].map(
            ([name, its]) => ({
              name,
              requests: its.length,
              unpriced: its.filter(({ costMicroUsd }) => costMicroUsd === null).length,
              cost: its.reduce((sum, { costMicroUsd }) => sum + (costMicroUsd ?? 0n), 0n),
              input: its.reduce((sum, { inputTokens }) => sum + BigInt(inputTokens ?? 0), 0n),
            }),
          )
          const stored = (await sums()).map((sum) => ({
            name: nameOf(sum.sessionId, sum.model, sum.day),
            ...{
              requests: sum.requests,
              unpriced: sum.unpricedRequests,
              cost: sum.costMicroUsd,
              input: sum.inputTokens,
            },
          }))
          const byName = (one: { name: string }, other: { name: string }) => one.name.localeCompare(other.name)
          expect(stored.toSorted(byName)).toEqual(expected.toSorted(byName))
          expect(await wrongTotals()).toEqual([])
        }),
        { numRuns: 12 },
      )
    })
  })
