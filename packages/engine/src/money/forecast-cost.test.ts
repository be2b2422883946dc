import { describe, expect, it } from 'vitest'
import type { PastRun, PastSession } from '../domain/forecast.ts'
import { aPastSession } from '../domain/testing/a-past-session.ts'
import { forecastCost } from './forecast-cost.ts'
import { KNOWN_PRICES } from './known-prices.ts'
import { pastTaskCost } from './past-task-cost.ts'
import { createPrices } from './prices.ts'
import { type PricedTask, taskCostEstimates } from './task-cost-estimates.ts'

const HAIKU = 'claude-haiku-4-5'
const NOTHING = { messageCount: 0, toolCallCount: 0, inputTokens: null, costMicroUsd: null, knownCostMicroUsd: 0 }

const session = (costMicroUsd: number | null, fields: Partial<PastSession> = {}): PastSession =>
  aPastSession({
    ...{ model: HAIKU, domain: 'api' },
    metrics: { ...NOTHING, messageCount: 1, costMicroUsd, knownCostMicroUsd: costMicroUsd ?? 0 },
    ...fields,
  })
const task = (
  key: string,
  sessions: readonly PastSession[],
  status: 'COMPLETED' | 'FAILED' | 'CANCELLED' = 'COMPLETED',
) => ({
  ...{ key, epicKey: 'e', agent: 'anthropic', status, finishedAt: 1, sessions },
})
const run = (...tasks: ReturnType<typeof task>[]): PastRun => ({ startedAt: 0, finishedAt: 1, tasks })
const prices = createPrices(KNOWN_PRICES)
const asked: PricedTask = { key: 'a', agent: 'anthropic', model: HAIKU, domain: 'api' }
const estimate = (past: readonly PastRun[], of: Partial<PricedTask> = {}) =>
  taskCostEstimates(past, prices, Date.parse('2026-11-30'))({ ...asked, ...of })

describe('what a task of an earlier run cost', () => {
  it('is the sum of its attempts, conflict sessions and learning, also if the task failed', () => {
    const sessions = [
      session(5, { status: 'ERROR' }),
      session(7),
      session(2, { kind: 'CONFLICT' }),
      session(1, { kind: 'LEARNING' }),
    ]
    expect(pastTaskCost(task('a', sessions))).toBe(15)
    expect(pastTaskCost(task('a', sessions, 'FAILED'))).toBe(15)
    expect(pastTaskCost(task('a', sessions, 'CANCELLED'))).toBeNull()
  })

  it('M1: is unknown when a session has an unknown cost, and is no 0 when an agent reported nothing', () => {
    expect(pastTaskCost(task('a', [session(5), session(null)]))).toBe('UNKNOWN')
    expect(pastTaskCost(task('a', [aPastSession()]))).toBeNull()
    expect(pastTaskCost(task('a', [session(5), aPastSession({ status: 'ERROR' })]))).toBe(5)
  })

  it('contains the known part of a session that was cut off', () => {
    const metrics = { ...NOTHING, messageCount: 1, knownCostMicroUsd: 3 }
    expect(pastTaskCost(task('a', [session(null, { status: 'INTERRUPTED', metrics }), session(5)]))).toBe(8)
    expect(pastTaskCost(task('a', [session(null, { metrics }), session(5)])), 'it was not cut off').toBe('UNKNOWN')
  })
})

describe('the expected cost of a task', () => {
  it('M1: needs no price of a model that only its agent knows by its name', () => {
    const opus = { agent: 'acp', model: 'opus' }
    expect(estimate([], opus)).toBe('UNKNOWN')
    expect(estimate([], { ...opus, isOwnName: true })).toMatchObject({ basis: 'ASSUMED', likely: 500_000 })
    const past = [run(task('a', [session(70, { model: 'opus' })]))]
    expect(estimate(past, { ...opus, isOwnName: true })).toMatchObject({ basis: 'TASK' })
  })

  const five = [10, 20, 30, 40, 50].map((cost, index) => task(`t${index}`, [session(cost)]))

  it('comes from its own earlier runs, or else from five tasks of its domain, or else from all tasks with its model', () => {
    const past = [run(task('a', [session(7)]), ...five), run(task('u', [session(90, { domain: 'ui' })]))]
    expect(estimate(past)).toMatchObject({ basis: 'TASK', likely: 7 })
    expect(estimate(past, { key: 'new' })).toMatchObject({ basis: 'DOMAIN', likely: 157 / 6 })
    expect(estimate(past, { key: 'new', domain: 'testing' })).toMatchObject({ basis: 'MODEL', likely: 247 / 7 })
    expect(estimate(past, { key: 'new', model: null }), 'another agent').toMatchObject({ basis: 'ASSUMED' })
  })

  it('does not come from runs of the task with another model', () => {
    expect(estimate([run(task('a', [session(7, { model: 'claude-opus-4-5' })]))])).toMatchObject({ basis: 'ASSUMED' })
  })

  it('M2: is assumed without earlier sessions, with what a budget would reserve as its high end', () => {
    expect(forecastCost([{ cost: estimate([]), spentMicroUsd: 0 }])).toEqual({
      range: { lowMicroUsd: 54_375, likelyMicroUsd: 217_500, highMicroUsd: 435_000 },
      bases: [{ basis: 'ASSUMED', tasks: 1 }],
      ...{ earlierSessions: 0, uncountedTasks: 0, flatRateTasks: 0, unknownTasks: 0 },
    })
  })

  it('M1: is unknown when the price is unknown, or when all earlier sessions had an unknown cost', () => {
    expect(estimate([run(...five)], { model: 'claude-unknown' })).toBe('UNKNOWN')
    const silent = session(null, { model: null })
    expect(estimate([run(task('x', [silent]))], { model: null })).toBe('UNKNOWN')
    expect(
      estimate([run(task('x', [silent]), task('y', [session(4, { model: null })]))], { model: null }),
    ).toMatchObject({
      ...{ basis: 'MODEL', likely: 4 },
    })
  })
})

describe('the forecast of the cost of a run', () => {
  const past = [run(task('a', [session(2_000_000), session(1_000_000)]), task('b', [session(1_000_000)]))]
  const a = { cost: estimate(past), spentMicroUsd: 0 }

  it('counts the earlier sessions once, and the tasks by their sources', () => {
    const other = { cost: estimate(past, { key: 'c' }), spentMicroUsd: 0 }
    expect(forecastCost([a, a, other])).toMatchObject({
      bases: [
        { basis: 'TASK', tasks: 2 },
        { basis: 'MODEL', tasks: 1 },
      ],
      earlierSessions: 3,
    })
  })

  it('M1: counts tasks without a known cost apart, and has no range when no task has one', () => {
    const without = [
      { cost: 'UNCOUNTED', spentMicroUsd: 0 },
      { cost: 'UNKNOWN', spentMicroUsd: 0 },
      { cost: 'UNKNOWN', spentMicroUsd: 0 },
    ] as const
    expect(forecastCost([...without])).toMatchObject({ range: null, uncountedTasks: 1, unknownTasks: 2 })
    expect(forecastCost([a, ...without]).range).toEqual(forecastCost([a]).range)
  })

  it('is 0 when no agent has to start', () => {
    expect(forecastCost([]).range).toEqual({ lowMicroUsd: 0, likelyMicroUsd: 0, highMicroUsd: 0 })
  })

  it('contains what is spent, and for an unfinished task what is missing to its expected cost', () => {
    const whole = forecastCost([a])
    const rest = forecastCost([{ ...a, spentMicroUsd: 1_000_000 }], 5_000_000)
    expect(whole.range?.likelyMicroUsd).toBe(3_000_000)
    expect(rest.range?.likelyMicroUsd).toBe(7_000_000)
    expect(rest.range?.lowMicroUsd).toBeGreaterThan(5_000_000)
  })
})
