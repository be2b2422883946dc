import { describe, expect, it } from 'vitest'
import type { FirstAttempt } from '../../domain/expertise-lift.ts'
import { differenceOfMeans, differenceOfShares, share, studentQuantile } from './intervals.ts'
import { indexAttempts, liftOfDomain, liftOfEntry } from './lift.ts'

const attempts = (count: number, successes: number, fields: Partial<FirstAttempt> = {}): FirstAttempt[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{ domain: 'testing', given: 'GIVEN', entryIds: new Set(['e']), succeeded: index < successes },
    ...{ costMicroUsd: 100 + index, durationMs: 1_000 + index },
    ...fields,
  }))

const none = { entryIds: new Set<string>() }

describe('intervals', () => {
  it('of a share are those of Wilson', () => {
    expect(share(81, 263)).toMatchObject({ low: expect.closeTo(0.2553, 4), high: expect.closeTo(0.3662, 4) })
    expect(share(0, 10)).toMatchObject({ value: 0, low: 0, high: expect.closeTo(0.2775, 4) })
    expect(share(0, 0)).toEqual({ value: 0, low: 0, high: 1 })
  })

  it('of a difference of shares are those of Newcombe', () => {
    // The first two contrasts in his paper of 1998.
    expect(differenceOfShares(share(56, 70), share(48, 80))).toMatchObject({
      value: expect.closeTo(0.2, 6),
      low: expect.closeTo(0.0524, 4),
      high: expect.closeTo(0.3339, 4),
    })
    expect(differenceOfShares(share(9, 10), share(3, 10))).toMatchObject({
      low: expect.closeTo(0.1705, 4),
      high: expect.closeTo(0.809, 4),
    })
  })

  it('of a difference of means are those of Welch', () => {
    expect([5, 10, 30].map(studentQuantile).map((one) => Number(one.toFixed(2)))).toEqual([2.57, 2.23, 2.04])
    const { value, low, high } = differenceOfMeans([1, 2, 3, 4, 5, 6], [11, 12, 13, 14, 15, 16])
    // The variances are equal, so this is the interval with 10 degrees of freedom: 2.228 · √(2 · 3.5 / 6).
    expect([value, low, high]).toEqual([-10, expect.closeTo(-12.407, 2), expect.closeTo(-7.593, 2)])
    expect(differenceOfMeans([2, 2], [1, 1])).toEqual({ value: 1, low: 1, high: 1 })
  })
})

describe('the lift of expertise', () => {
  it('compares sessions with entries and sessions without any', () => {
    const lift = liftOfDomain([...attempts(20, 19), ...attempts(20, 8, none)])
    expect(lift).toMatchObject({ basis: 'OTHER_SESSIONS', verdict: 'HELPS' })
    expect(lift.with).toMatchObject({ sessions: 20, successes: 19, meanCostMicroUsd: 109.5 })
    expect(lift.success?.low).toBeGreaterThan(0)
    expect(lift.costMicroUsd).toMatchObject({ value: 0, low: expect.any(Number), high: expect.any(Number) })
  })

  it('says that entries do not help, or harm', () => {
    expect(liftOfDomain([...attempts(20, 10), ...attempts(20, 10, none)]).verdict).toBe('NO_EFFECT_SHOWN')
    expect(liftOfDomain([...attempts(20, 8), ...attempts(20, 19, none)]).verdict).toBe('HARMS')
  })

  it('says that there is not enough data', () => {
    const few = liftOfDomain([...attempts(9, 9), ...attempts(50, 0, none)])
    expect(few).toMatchObject({ verdict: 'NOT_ENOUGH_DATA', success: null, costMicroUsd: null, durationMs: null })
    expect(liftOfDomain([])).toMatchObject({ verdict: 'NOT_ENOUGH_DATA', with: { sessions: 0, meanDurationMs: null } })
  })

  it('compares with the sessions that were held out as soon as there are enough of them', () => {
    const lift = liftOfDomain([
      ...attempts(20, 19),
      ...attempts(10, 9, { given: 'HELD_OUT' }),
      ...attempts(40, 0, none),
    ])
    expect(lift).toMatchObject({ basis: 'HOLD_OUT', verdict: 'NO_EFFECT_SHOWN', without: { sessions: 10 } })
  })

  it('counts no session as held out for which nothing was chosen: in a first run there is nothing to hold out', () => {
    const lift = liftOfDomain([...attempts(20, 19), ...attempts(10, 9, { given: 'HELD_OUT', ...none })])
    expect(lift).toMatchObject({ basis: 'OTHER_SESSIONS', without: { sessions: 10 } })
  })

  it('leaves unknown costs out', () => {
    const lift = liftOfDomain([...attempts(20, 19, { costMicroUsd: null }), ...attempts(20, 8, none)])
    expect(lift.costMicroUsd).toBeNull()
    expect(lift.with.meanCostMicroUsd).toBeNull()
  })

  it('of an entry compares the sessions that got it with others of its domain', () => {
    const entry = { id: 'e' }
    const others = [
      ...attempts(10, 2, { entryIds: new Set(['other']) }),
      ...attempts(10, 2, none),
      ...attempts(30, 30, { domain: 'api', entryIds: new Set(['other']) }),
    ]
    expect(liftOfEntry(entry, indexAttempts([...attempts(15, 15), ...others]))).toMatchObject({
      verdict: 'HELPS',
      with: { sessions: 15 },
      without: { sessions: 20, successes: 4 },
    })
    expect(liftOfEntry(entry, indexAttempts([...attempts(9, 9), ...others])).verdict).toBe('NOT_ENOUGH_DATA')
    const elsewhere = attempts(15, 15, { domain: 'api' })
    expect(liftOfEntry(entry, indexAttempts([...elsewhere, ...others]))).toMatchObject({
      with: { sessions: 15 },
      without: { sessions: 30, successes: 30 },
    })
  })
})
