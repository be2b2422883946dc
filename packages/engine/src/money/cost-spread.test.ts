import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { logNormal, randomOf } from '../simulation/random.ts'
import { assumedSpread, type CostSpread, restOf, spreadOf, totalOf } from './cost-spread.ts'

const COSTS = fc.array(fc.integer({ min: 0, max: 50_000_000 }), { minLength: 1, maxLength: 12 })
const SPREAD = fc.tuple(COSTS, fc.integer({ min: 1, max: 10 })).map(([costs, runs]) => spreadOf(costs, runs))
const SPREADS = fc.array(SPREAD, { minLength: 1, maxLength: 8 })
const each = (spreads: readonly CostSpread[]) => spreads.map((one) => totalOf([one]))
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

describe('the range of a sum', () => {
  it('is in order, is not below 0, and is not wider than the sum of the ranges of its tasks', () =>
    fc.assert(
      fc.property(SPREADS, (spreads) => {
        const { lowMicroUsd, likelyMicroUsd, highMicroUsd } = totalOf(spreads)
        // Each amount is rounded to a whole number.
        const rounding = spreads.length + 1
        expect(lowMicroUsd).toBeGreaterThanOrEqual(0)
        expect(likelyMicroUsd).toBeGreaterThanOrEqual(lowMicroUsd)
        expect(highMicroUsd).toBeGreaterThanOrEqual(likelyMicroUsd)
        const ranges = each(spreads)
        expect(lowMicroUsd).toBeGreaterThanOrEqual(sum(ranges.map((one) => one.lowMicroUsd)) - rounding)
        expect(highMicroUsd).toBeLessThanOrEqual(sum(ranges.map((one) => one.highMicroUsd)) + rounding)
        expect(Math.abs(likelyMicroUsd - sum(ranges.map((one) => one.likelyMicroUsd)))).toBeLessThanOrEqual(rounding)
      }),
    ))

  it('no amount becomes smaller with another task', () =>
    fc.assert(
      fc.property(SPREADS, SPREAD, (spreads, another) => {
        const [before, after] = [totalOf(spreads), totalOf([...spreads, another])]
        expect(after.lowMicroUsd).toBeGreaterThanOrEqual(before.lowMicroUsd)
        expect(after.likelyMicroUsd).toBeGreaterThanOrEqual(before.likelyMicroUsd)
        expect(after.highMicroUsd).toBeGreaterThanOrEqual(before.highMicroUsd)
      }),
    ))

  it('is narrower, relative to its cost, for many tasks than for one, but shared errors remain', () => {
    const width = (tasks: number) => {
      const { lowMicroUsd, likelyMicroUsd, highMicroUsd } = totalOf(
        Array(tasks).fill(spreadOf([2e6, 1e6, 1e6, 3e6, 2e6, 3e6], 2)),
      )
      return (highMicroUsd - lowMicroUsd) / likelyMicroUsd
    }
    expect(width(100)).toBeLessThan(width(4))
    expect(width(4)).toBeLessThan(width(1))
    expect(width(10_000)).toBeGreaterThan(0.3)
  })

  it('is narrower when it comes from more sessions with the same spread', () => {
    const width = (times: number) => {
      const { lowMicroUsd, highMicroUsd } = totalOf([spreadOf(Array(times).fill([1e6, 2e6, 3e6]).flat(), times)])
      return highMicroUsd - lowMicroUsd
    }
    expect([width(20) < width(3), width(3) < width(1)]).toEqual([true, true])
    expect(totalOf([spreadOf([1e6], 1)]).highMicroUsd, 'one cost says nothing about the spread').toBeGreaterThan(1.8e6)
  })

  it('of an assumed cost, grows with the number of tasks, because the error is the same for all', () => {
    const tasks = Array(10).fill(assumedSpread(125, 500, 1_000))
    expect(totalOf(tasks)).toEqual({ lowMicroUsd: 1_250, likelyMicroUsd: 5_000, highMicroUsd: 10_000 })
  })
})

/**
 * The costs of tasks are log-normal here, and the runs differ by a factor. The forecast of a run knows only the runs before it. The numbers
 * are drawn from a hash, so they are the same in each run of this test.
 */
it.each([
  { runs: 1, tasks: 12, next: 20 },
  { runs: 5, tasks: 12, next: 20 },
  { runs: 5, tasks: 12, next: 1 },
  { runs: 1, tasks: 12, next: 200 },
])('contains about three of five runs of $next tasks, known from $runs runs', ({ runs, tasks, next }) => {
  const draw = (mean: number, sigma: number, ...name: number[]) =>
    logNormal(mean, sigma, [randomOf(...name, 'a'), randomOf(...name, 'b')])
  const run = (world: number, number: number, count: number) => {
    const factor = draw(1, 0.2, world, number)
    return Array.from({ length: count }, (_, task) => factor * draw(1e6, 0.8, world, number, task))
  }
  const inside = Array.from({ length: 300 }, (_, world) => {
    const past = Array.from({ length: runs }, (_, number) => run(world, number, tasks)).flat()
    const { lowMicroUsd, highMicroUsd } = totalOf(Array(next).fill(spreadOf(past, runs)))
    const truth = sum(run(world, runs, next))
    return truth >= lowMicroUsd && truth <= highMicroUsd
  }).filter(Boolean)
  expect(inside.length / 300).toBeGreaterThan(0.5)
  expect(inside.length / 300).toBeLessThan(0.7)
})

describe('the rest of an unfinished task', () => {
  it('and what it has spent are at least what it has spent, and the high end never falls', () =>
    fc.assert(
      fc.property(SPREAD, fc.integer({ min: 0, max: 90_000_000 }), (spread, spent) => {
        const [whole, rest] = [totalOf([spread]), totalOf([restOf(spread, spent)], spent)]
        expect(rest.lowMicroUsd).toBeGreaterThanOrEqual(spent)
        expect(rest.highMicroUsd).toBeGreaterThanOrEqual(whole.highMicroUsd - 1)
        expect(restOf(spread, 0)).toEqual(spread)
      }),
    ))

  it('is uncertain also when the task has cost more than expected', () => {
    const { lowMicroUsd, likelyMicroUsd, highMicroUsd } = totalOf([restOf(spreadOf([1e6, 2e6], 1), 9e6)], 9e6)
    expect([lowMicroUsd, likelyMicroUsd]).toEqual([9e6, 9e6])
    expect(highMicroUsd).toBeGreaterThan(9.5e6)
  })
})
