import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PastRun, PastSession, PastTask } from '../domain/forecast.ts'
import { aPastSession } from '../domain/testing/a-past-session.ts'
import { durationEstimates } from './duration-estimates.ts'
import { rangeOf } from './duration-range.ts'

const MINUTE_MS = 60_000

const session = (minutes: number, fields: Partial<PastSession> = {}): PastSession =>
  aPastSession({ endedAt: minutes * MINUTE_MS, ...fields })
const task = (key: string, sessions: readonly PastSession[], fields: Partial<PastTask> = {}): PastTask => ({
  ...{ key, epicKey: 'core', agent: 'command', status: 'COMPLETED', finishedAt: 1, sessions },
  ...fields,
})
const run = (...tasks: PastTask[]): PastRun => ({ startedAt: 0, finishedAt: 1, tasks })
const asked = { key: 'a', epicKey: 'core', agent: 'command', timeoutMs: 30 * MINUTE_MS }

/** Returns the likely duration in minutes and the source of the estimate. */
function likely(past: readonly PastRun[], of: Partial<typeof asked> = {}) {
  const { likelyMs, basis } = durationEstimates(past)({ ...asked, ...of })
  return [likelyMs / MINUTE_MS, basis]
}

describe('the estimate of a duration', () => {
  const others = [2, 4, 6].map((minutes, index) => task(`t${index}`, [session(minutes)]))

  it('comes from earlier runs of the task, or else of its epic, its agent or the project', () => {
    const past = [run(task('a', [session(1)]), ...others)]
    expect(likely(past)).toEqual([1, 'TASK'])
    expect(likely(past, { key: 'new' })).toEqual([3, 'EPIC'])
    expect(likely(past, { key: 'new', epicKey: 'docs' })).toEqual([3, 'AGENT'])
    expect(likely(past, { key: 'new', epicKey: 'docs', agent: 'acp' })).toEqual([3, 'PROJECT'])
  })

  it('does not come from an epic or agent with only two earlier tasks', () => {
    const past = [run(...others.slice(1), task('far', [session(20)], { epicKey: 'docs', agent: 'acp' }))]
    expect(likely(past, { key: 'new' })).toEqual([6, 'PROJECT'])
  })

  it('is a third of the time limit if there were no earlier runs, with a range from half to double of that', () => {
    expect(likely([])).toEqual([10, 'DEFAULT'])
    expect(likely([], { timeoutMs: 6 * MINUTE_MS })).toEqual([2, 'PLAN'])
    const { lowMs, highMs } = durationEstimates([])(asked)
    expect([lowMs, highMs]).toEqual([5 * MINUTE_MS, 20 * MINUTE_MS])
  })

  it('counts failed attempts and conflict sessions, but not sessions that were cancelled or interrupted', () => {
    const sessions = [
      session(3, { status: 'ERROR' }),
      session(5),
      session(1, { kind: 'CONFLICT' }),
      session(9, { status: 'INTERRUPTED' }),
      session(9, { status: 'CANCELLED' }),
    ]
    expect(likely([run(task('a', sessions))])).toEqual([9, 'TASK'])
  })

  it('ignores tasks whose work was never finished', () => {
    const failed = task('a', [session(3, { status: 'ERROR' })], { status: 'FAILED' })
    expect(likely([run(failed, task('skipped', []))])).toEqual([10, 'DEFAULT'])
  })
})

describe('a range', () => {
  it('is in order, is never negative, and contains the median of the values', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000_000), { minLength: 1, maxLength: 50 }), (values) => {
        const { lowMs, likelyMs, highMs } = rangeOf(values)
        expect(0 <= lowMs && lowMs <= likelyMs && likelyMs <= highMs).toBe(true)
        expect(likelyMs).toBeGreaterThanOrEqual(Math.min(...values))
        expect(likelyMs).toBeLessThanOrEqual(Math.max(...values))
      }),
    )
  })

  it('becomes narrower with more values, but not narrower than the values', () => {
    const width = (values: readonly number[]) => rangeOf(values).highMs - rangeOf(values).lowMs
    expect(rangeOf([1_000])).toEqual({ lowMs: 656, likelyMs: 1_000, highMs: 1_523 })
    expect(width(Array(9).fill(1_000))).toBeLessThan(width([1_000]))
    const spread = Array.from({ length: 101 }, (_, index) => index * 100)
    expect(rangeOf(spread)).toEqual({ lowMs: 2_000, likelyMs: 5_000, highMs: 8_000 })
  })
})
