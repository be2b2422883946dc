import { describe, expect, it } from 'vitest'
import { NO_METRICS, type RunRecord, type SessionRecord } from '../../domain/records.ts'
import { KNOWN_PRICES } from '../../money/known-prices.ts'
import { createPrices } from '../../money/prices.ts'
import { RunMoney } from './run-money.ts'

const prices = createPrices(KNOWN_PRICES)
const NOW = Date.parse('2026-11-30')
const run = { budgetMicroUsd: 5_000_000, budgetWarned: 0, unpricedAsked: false } as RunRecord

const session = (over: Partial<SessionRecord>, metrics: Partial<SessionRecord['metrics']> = {}) =>
  ({
    ...{ id: 'a', number: 1, model: 'claude-haiku-4-5', domain: 'api', status: 'RUNNING', reservedMicroUsd: 400_000 },
    endedAt: null,
    ...over,
    metrics: { ...NO_METRICS, ...metrics },
  }) as SessionRecord

function useOf(...sessions: SessionRecord[]) {
  const money = new RunMoney()
  for (const one of sessions) money.put(one)
  const use = money.use(run, prices, NOW)
  return { spentMicroUsd: use?.pots[0]?.spentMicroUsd, hasUnpricedSession: use?.hasUnpricedSession }
}

describe('the budget of a run', () => {
  it('M1: a running session is unpriced only when the cost of a request will stay unknown', () => {
    const money = new RunMoney()
    money.put(session({}, { inputTokens: 1_000 }))
    expect(money.unpriced).toEqual(new Set())
    expect(money.use(run, prices, NOW)?.hasUnpricedSession).toBe(false)
    money.put(session({}, { inputTokens: 1_000 }), { hasUnpricedRequest: true })
    expect(money.unpriced).toEqual(new Set(['a']))
    expect(money.use(run, prices, NOW)?.hasUnpricedSession).toBe(true)
  })

  it('M2: a session that began before the budget counts with its estimate, also when its agent names the model itself', () => {
    const money = new RunMoney()
    money.knowAgents((kind) => kind === 'acp')
    money.put(session({ agent: 'acp', model: 'opus', reservedMicroUsd: null }, { knownCostMicroUsd: 300_000 }))
    expect(money.use(run, prices, NOW)?.reservedMicroUsd).toBe(700_000)
    money.put(session({ agent: 'anthropic', model: 'opus', reservedMicroUsd: null }))
    expect(money.use(run, prices, NOW)?.reservedMicroUsd).toBe(0)
  })

  it('M1: an ended session with an unknown cost counts with what it had reserved, and a completed one pauses the run', () => {
    const worked = { messageCount: 3 }
    expect(useOf(session({ status: 'COMPLETED' }, worked))).toMatchObject({
      spentMicroUsd: 400_000,
      hasUnpricedSession: true,
    })
    expect(useOf(session({ status: 'INTERRUPTED' }, { ...worked, inputTokens: 9 }))).toMatchObject({
      spentMicroUsd: 400_000,
      hasUnpricedSession: false,
    })
    const known = session({ status: 'COMPLETED' }, { ...worked, costMicroUsd: 7, knownCostMicroUsd: 7 })
    expect(useOf(known)).toMatchObject({ spentMicroUsd: 7, hasUnpricedSession: false })
  })

  it('a session whose agent did nothing cost nothing, and a plain command does not count', () => {
    const free = { spentMicroUsd: 0, hasUnpricedSession: false }
    expect(useOf(session({ status: 'ERROR' }))).toMatchObject(free)
    expect(
      useOf(session({ status: 'COMPLETED', model: null, reservedMicroUsd: 0 }, { toolCallCount: 1 })),
    ).toMatchObject(free)
  })

  it('M1: a run asks only once whether it may continue after a completed session with an unknown cost', () => {
    const money = new RunMoney()
    money.put(session({ status: 'COMPLETED' }, { messageCount: 3 }))
    expect(money.use(run, prices, NOW)?.hasUnpricedSession).toBe(true)
    const asked = { ...run, unpricedAsked: true }
    expect(money.use(asked, prices, NOW)).toMatchObject({
      hasUnpricedSession: false,
      pots: [{ spentMicroUsd: 400_000 }],
    })
    money.put(session({ id: 'b' }, { inputTokens: 1_000 }), { hasUnpricedRequest: true })
    expect(money.use(asked, prices, NOW)?.hasUnpricedSession).toBe(true)
  })

  it('M2: the budgets of the project and of the day contain the other runs, and a new day (UTC) begins with nothing spent', () => {
    const midnight = Date.parse('2026-12-01')
    const costs = (microUsd: number) => ({ costMicroUsd: microUsd, knownCostMicroUsd: microUsd })
    const money = new RunMoney()
    money.put(session({ id: 'old', status: 'ERROR', endedAt: NOW - 1 }, { messageCount: 1 }))
    money.put(session({ id: 'a', reservedMicroUsd: 0 }, costs(100)))
    money.limit({ budgetMicroUsd: 9_000_000, dayBudgetMicroUsd: 1_000_000 })
    const others = { totalMicroUsd: 50_000, todayMicroUsd: 7_000 }
    money.begin({ day: '2026-11-30', others, before: new Map([['a', 40]]) })
    const spent = (now: number) =>
      money
        .use({ ...run, warnedDay: '2026-11-30', dayWarned: 80 }, prices, now)
        ?.pots.map((pot) => [pot.pot, pot.spentMicroUsd, pot.warnedPercent])
    expect(spent(midnight - 1)).toEqual([
      ['RUN', 400_100, 0],
      ['PROJECT', 450_100, undefined],
      ['DAY', 7_060, 80],
    ])
    expect(spent(midnight)?.[2]).toEqual(['DAY', 0, 0])
    money.put(session({ id: 'a', reservedMicroUsd: 0 }, costs(130)))
    money.put(session({ id: 'new', reservedMicroUsd: 0 }, costs(3)))
    expect(spent(midnight + 1)).toEqual([
      ['RUN', 400_133, 0],
      ['PROJECT', 450_133, undefined],
      ['DAY', 33, 0],
    ])
  })

  it('M2: a request counts on the day (UTC) on which it began, whenever it is read', () => {
    const midnight = Date.parse('2026-12-01')
    const costs = (microUsd: number) => ({ costMicroUsd: microUsd, knownCostMicroUsd: microUsd })
    const money = new RunMoney()
    money.limit({ budgetMicroUsd: null, dayBudgetMicroUsd: 1_000_000 })
    money.begin({ day: '2026-11-30', others: { totalMicroUsd: 0, todayMicroUsd: 0 }, before: new Map() })
    const put = (microUsd: number, days: Record<string, number>) =>
      money.put(session({ reservedMicroUsd: 0 }, costs(microUsd)), { costByDay: new Map(Object.entries(days)) })
    const ofToday = (now: number) =>
      money.use({ ...run, dayWarned: 0, warnedDay: null }, prices, now)?.pots[1]?.spentMicroUsd
    put(50, { '2026-11-29': 20, '2026-11-30': 30 })
    expect(ofToday(midnight - 1)).toBe(30)
    // The server has read a request of the new day before it looks at the budget for the first time on this day.
    put(57, { '2026-11-29': 20, '2026-11-30': 30, '2026-12-01': 7 })
    expect(ofToday(midnight)).toBe(7)
    put(157, { '2026-11-29': 20, '2026-11-30': 130, '2026-12-01': 7 })
    expect(ofToday(midnight + 1)).toBe(7)
    money.close(session({ reservedMicroUsd: 0, status: 'COMPLETED', endedAt: midnight + 2 }, costs(157)))
    expect(ofToday(midnight + 3)).toBe(7)
    expect(ofToday(midnight + 86_400_000)).toBe(0)
  })

  it('M2: estimates learn from completed sessions, not from those that were cut off', () => {
    const money = new RunMoney()
    const cents = { costMicroUsd: 10_000, knownCostMicroUsd: 10_000 }
    const close = (status: SessionRecord['status'], count: number) => {
      for (let id = 0; id < count; id += 1) money.close(session({ id: `${status} ${id}`, status }, cents))
    }
    const choice = { kind: 'WORK', model: 'claude-haiku-4-5', domain: 'api' } as const
    close('INTERRUPTED', 64)
    expect(money.estimate(choice, prices, NOW)?.isLearned).toBe(false)
    close('COMPLETED', 5)
    expect(money.estimate(choice, prices, NOW)).toEqual({ microUsd: 10_000, isLearned: true })
  })

  it('M2: a LEARNING session reserves what one request costs at most, and says nothing about other sessions', () => {
    const money = new RunMoney()
    const choice = { model: 'claude-haiku-4-5', domain: 'api' } as const
    for (let id = 0; id < 9; id += 1)
      money.close(
        session({ id: `l${id}`, kind: 'LEARNING', status: 'COMPLETED' }, { costMicroUsd: 1, knownCostMicroUsd: 1 }),
      )
    expect(money.estimate({ kind: 'WORK', ...choice }, prices, NOW)?.isLearned).toBe(false)
    const name = money.classOf(choice, 'LEARNING')
    expect(name).not.toBe(money.classOf(choice))
    // 14,000 tokens are written to the cache at $1.25, and 4,000 are answered at $5, for a million.
    expect(money.use(run, prices, NOW)?.estimates[name]).toEqual({ microUsd: 17_500 + 20_000, isLearned: true })
  })
})
