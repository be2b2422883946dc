import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LedgerEntry } from '../../domain/ledger.ts'
import { NO_METRICS } from '../../domain/records.ts'
import type { ModelCalled, NumberedFact, SessionFact } from '../../domain/session-facts.ts'
import { EMPTY_SUMMARY, summarise } from '../../domain/session-summary.ts'
import { createPrices } from '../../money/prices.ts'
import { type Clock, systemClock } from '../../ports/clock.ts'
import { type FactBatch, FactFollower } from './fact-follower.ts'

const spoken: SessionFact = { type: 'Said', text: 'hello' }
const printed: SessionFact = { type: 'Printed', stream: 'stdout', text: 'line' }
const call = (requestId: string, inputTokens: number, partial = false): ModelCalled => ({
  ...{ type: 'ModelCalled', requestId, model: 'm', inputTokens, partial, outputTokens: null, cacheReadTokens: null },
  ...{ cacheWriteTokens: null, cacheWrite1hTokens: null, reportedCostMicroUsd: null },
})

const sum = (counts: readonly (number | null)[]): number | null => {
  const known = counts.filter((count) => count !== null)
  return known.length > 0 ? known.reduce((total, count) => total + count, 0) : null
}

/** A model of which one token costs a millionth of a dollar. */
const rates = { input: 1_000_000, output: 1_000_000, cacheRead: null, cacheWrite: null, cacheWrite1h: null }
const prices = createPrices({
  currency: 'USD',
  models: [{ model: 'm', source: 'test', checked: '2026-11-30', prices: [{ from: null, ...rates }] }],
})

/** Adds up requests. One complete request whose cost the agent did not report makes the reported cost unknown. */
const totalOf = (entries: readonly LedgerEntry[]) => ({
  inputTokens: sum(entries.map(({ inputTokens }) => inputTokens)),
  outputTokens: sum(entries.map(({ outputTokens }) => outputTokens)),
  costMicroUsd: entries.some(({ cost }) => cost === null)
    ? null
    : sum(entries.map(({ cost }) => cost?.costMicroUsd ?? 0)),
  knownCostMicroUsd: sum(entries.map(({ cost }) => cost?.costMicroUsd ?? 0)) ?? 0,
  reportedCostMicroUsd: entries.some(({ partial, reportedCostMicroUsd }) => !partial && reportedCostMicroUsd === null)
    ? null
    : sum(entries.map(({ reportedCostMicroUsd }) => reportedCostMicroUsd)),
})

/** Returns a store for the facts of one session, and a clock whose waits end when the test calls `endWaits`. */
function setUp() {
  const facts: NumberedFact[] = []
  const listeners = new Set<() => void>()
  const waits = new Set<() => void>()
  const batches: FactBatch[] = []
  const clock: Clock = {
    ...systemClock,
    after(_delayMs, end) {
      waits.add(end)
      return () => waits.delete(end)
    },
  }
  const transcripts = {
    facts: async (_sessionId: string, after: number, limit: number) => facts.slice(after, after + limit),
    onFacts(_sessionId: string, listener: () => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const record = async (batch: FactBatch) => void batches.push(batch)
  const stored = async () => batches.flatMap(({ entries }) => entries)
  return {
    batches,
    listeners,
    follow: (cursor = batches.at(-1)?.cursor ?? 0, isWorthReading = async () => true) =>
      new FactFollower({ transcripts, clock, prices, record, stored, isWorthReading }, 's', cursor),
    store(...more: SessionFact[]) {
      for (const fact of more) facts.push({ ...fact, sequence: facts.length + 1, at: facts.length * 10 })
      for (const listener of listeners) listener()
    },
    endWaits: () => [...waits].map((end) => end()).length,
  }
}

/** Resolves when all pending work is done, except work that waits for the clock. */
const quiet = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('a follower of facts', () => {
  it('waits after each batch, and records all facts of that time as one batch', async () => {
    const { follow, store, batches, endWaits } = setUp()
    const follower = follow()
    store(call('a', 5))
    await quiet()
    store(spoken)
    store(call('b', 7))
    await quiet()
    expect(batches.map(({ cursor }) => cursor)).toEqual([1])
    endWaits()
    await quiet()
    expect(batches.map(({ cursor }) => cursor)).toEqual([1, 3])
    expect(batches[1]).toMatchObject({ metrics: { inputTokens: 12, messageCount: 1 }, entries: [{ requestId: 'b' }] })
    follower.stop()
    await follower.done
  })

  it('records no batch for facts that are only output, and records all facts when the session has ended', async () => {
    const { follow, store, batches, listeners } = setUp()
    const follower = follow()
    store(printed, printed)
    await quiet()
    expect(batches).toEqual([])
    store(spoken, printed)
    await follower.finish(4)
    expect(batches).toMatchObject([{ cursor: 4, metrics: { messageCount: 1 } }])
    expect(listeners.size).toBe(0)
  })

  it('waits after the end of the session for facts that are not stored yet', async () => {
    const { follow, store, batches } = setUp()
    const finished = follow().finish(2)
    await quiet()
    store(spoken)
    await quiet()
    expect(batches).toEqual([])
    store(spoken)
    await finished
    expect(batches).toMatchObject([{ cursor: 2, metrics: { messageCount: 2 } }])
  })

  it('R1, M1: counts each fact once, and the requests of its batches add up to the metrics and the cost, at whatever point its server ends', async () => {
    const fact = fc.oneof(
      fc.constant(spoken),
      fc.constant(printed),
      fc
        .record({
          requestId: fc.constantFrom('a', 'b', 'c', 'd'),
          inputTokens: fc.option(fc.nat(100)),
          outputTokens: fc.option(fc.nat(100)),
          reportedCostMicroUsd: fc.option(fc.nat(100)),
          partial: fc.boolean(),
        })
        .map((one): ModelCalled => ({ ...call('', 0), ...one })),
    )
    const step = fc.oneof({ arbitrary: fact, weight: 4 }, fc.constantFrom('wait' as const, 'restart' as const))
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { follow, store, batches, endWaits } = setUp()
        const facts: SessionFact[] = []
        let follower = follow()
        for (const one of steps) {
          if (one === 'wait') endWaits()
          else if (one === 'restart') {
            follower.stop()
            await follower.done
            follower = follow()
          } else {
            facts.push(one)
            store(one)
          }
          await quiet()
        }
        await follower.finish(facts.length)
        // The next server calls `finish` again when the server ended before it recorded the end of the session. The new follower stands for
        // that server.
        follower = follow()
        await follower.finish(facts.length)
        const { summary, calls } = summarise(EMPTY_SUMMARY, facts, new Map())
        expect(batches.at(-1)?.cursor ?? 0).toBe(facts.length)
        // The ledger keeps the first entry of each request.
        const ledger = new Map<string, LedgerEntry>()
        for (const entry of batches.flatMap(({ entries }) => entries))
          if (!ledger.has(entry.requestId)) ledger.set(entry.requestId, entry)
        expect([...ledger.keys()].sort()).toEqual([...calls.keys()].sort())
        const firstOf = (id: string) => facts.findIndex((one) => one.type === 'ModelCalled' && one.requestId === id)
        for (const { requestId, at } of ledger.values()) expect(at).toBe(firstOf(requestId) * 10)
        const { costMicroUsd: reportedCostMicroUsd, ...counts } = summary.metrics
        const total = totalOf([...ledger.values()])
        expect(batches.at(-1)?.metrics ?? NO_METRICS).toEqual({ ...counts, ...total, reportedCostMicroUsd })
      }),
      { numRuns: 100 },
    )
  })
})

it('R1: the facts of an agent that reports almost nothing are read when it has reported something, and then from the first one', async () => {
  const { batches, follow, store } = setUp()
  let reports = 0
  const follower = follow(0, async () => reports > 0)
  store({ type: 'Printed', stream: 'stdout', text: 'a line' })
  await follower.finish(1)
  expect(batches).toEqual([])
  reports = 1
  store({ type: 'IssueLogged', title: 'a', text: '' })
  await follow(0, async () => reports > 0).finish(2)
  expect(batches).toMatchObject([{ cursor: 2, facts: [{ type: 'IssueLogged', sequence: 2 }] }])
})
