import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DurationEstimate, DurationRange, Forecast } from '../domain/forecast.ts'
import { arbitrarySimulation } from '../scheduler/testing/arbitrary-simulation.ts'
import { type ForecastInput, forecastRun } from './forecast-run.ts'
import type { RunGraph } from './run-graph.ts'

const numRuns = Number(process.env.COPPICE_PROPERTY_RUNS ?? 100)
const NONE: DurationRange = { lowMs: 0, likelyMs: 0, highMs: 0 }

function forecast(input: ForecastInput): Forecast {
  const forecasting = forecastRun(input)
  for (;;) {
    const { done, value } = forecasting.next()
    if (done) return value
  }
}

const minutes = (low: number, likely: number, high: number): DurationEstimate => ({
  ...{ lowMs: low * 60_000, likelyMs: likely * 60_000, highMs: high * 60_000 },
  basis: 'TASK',
})

/** A chain of the tasks a and b, and two tasks without dependencies. */
const GRAPH: RunGraph = {
  tasks: [
    { key: 'a', epic: 'x', batch: 1 },
    { key: 'c', epic: 'x', batch: 1 },
    { key: 'd', epic: 'y', batch: 1 },
    { key: 'b', epic: 'y', batch: 2 },
  ],
  needs: [[], [], [], [{ node: 0, soft: false }]],
}

const asked: ForecastInput = {
  graph: GRAPH,
  options: { mode: 'PARALLEL', strategy: 'BATCHES', isolation: 'TASK', maxConcurrency: 3 },
  estimateOf: () => minutes(1, 2, 4),
  overheads: { mergeMs: NONE, aroundMs: NONE },
}

describe('a forecast', () => {
  it('simulates the run with short, likely and long durations, and compares numbers of slots', () => {
    const { wallMs, lowerBoundMs, slotUse, criticalPath, bySlots, sessions, bases } = forecast(asked)
    expect(wallMs).toEqual({ lowMs: 120_000, likelyMs: 240_000, highMs: 480_000 })
    expect(lowerBoundMs).toEqual(wallMs)
    expect(slotUse).toBeCloseTo(8 / 12)
    expect(criticalPath).toEqual(['a', 'b'])
    expect(bySlots.map(({ maxConcurrency, wallMs: { likelyMs } }) => [maxConcurrency, likelyMs / 60_000])).toEqual([
      [1, 8],
      [2, 6],
      [3, 4],
      [4, 4],
      [8, 4],
      [16, 4],
    ])
    expect({ sessions, bases }).toEqual({ sessions: 4, bases: [{ basis: 'TASK', tasks: 4 }] })
  })

  it('I1, S8: takes lanes and sequential runs into account', () => {
    const options = { ...asked.options, isolation: 'EPIC' as const }
    expect(forecast({ ...asked, options }).wallMs.likelyMs).toBe(6 * 60_000)
    const sequential = { ...asked.options, mode: 'SEQUENTIAL' as const, maxConcurrency: 1 }
    expect(forecast({ ...asked, options: sequential })).toMatchObject({ wallMs: { likelyMs: 480_000 }, bySlots: [] })
  })

  it('S1: knows that tasks wait for the resources that they use', () => {
    const graph = { ...GRAPH, tasks: GRAPH.tasks.map((task) => ({ ...task, uses: ['database'] })) }
    const withCount = (database: number) => forecast({ ...asked, graph: { ...graph, resources: { database } } })
    expect(withCount(1).wallMs.likelyMs).toBe(8 * 60_000)
    expect(withCount(2).wallMs.likelyMs).toBe(6 * 60_000)
    expect(withCount(3).wallMs.likelyMs).toBe(4 * 60_000)
  })

  it('D6: has no session for kept work, and adds the time of merges, verify and delivery', () => {
    const kept = forecast({
      ...asked,
      estimateOf: (key) => (key === 'a' ? null : minutes(1, 2, 4)),
      overheads: { mergeMs: NONE, aroundMs: { lowMs: 1, likelyMs: 2, highMs: 3 } },
    })
    expect(kept).toMatchObject({ sessions: 3, totalTasks: 4, wallMs: { likelyMs: 4 * 60_000 + 2 } })
  })

  it('has ranges in order, is never below its lower bound, and contains the number of slots of the run', () => {
    const range = fc.tuple(fc.nat(1_000), fc.nat(1_000), fc.nat(1_000)).map((drawn) => {
      const [lowMs = 0, likelyMs = 0, highMs = 0] = drawn.sort((a, b) => a - b)
      return { lowMs, likelyMs, highMs }
    })
    const estimates = fc.array(range, { minLength: 25, maxLength: 25 })
    fc.assert(
      fc.property(arbitrarySimulation, estimates, range, (simulation, durations, mergeMs) => {
        const { mode, strategy, isolation, slots, tasks } = simulation
        const nodes = new Map(tasks.map(({ key }, node) => [key, node]))
        const isSequential = mode === 'SEQUENTIAL'
        const { wallMs, lowerBoundMs, bySlots } = forecast({
          graph: {
            tasks: tasks.map(({ key, epic, batch }) => ({ key, epic, batch })),
            needs: tasks.map(({ needs }) =>
              needs.map(({ key, kind }) => ({ node: nodes.get(key) ?? -1, soft: kind === 'SOFT' })),
            ),
          },
          options: {
            ...{ mode, isolation },
            strategy: isSequential ? 'BATCHES' : strategy,
            maxConcurrency: isSequential ? 1 : slots,
          },
          estimateOf: (key) => ({ ...(durations[nodes.get(key) ?? -1] ?? NONE), basis: 'TASK' }),
          overheads: { mergeMs, aroundMs: NONE },
        })
        for (const { lowMs, likelyMs, highMs } of [wallMs, lowerBoundMs, ...bySlots.map((one) => one.wallMs)])
          expect(lowMs <= likelyMs && likelyMs <= highMs).toBe(true)
        for (const which of ['lowMs', 'likelyMs', 'highMs'] as const)
          expect(lowerBoundMs[which]).toBeLessThanOrEqual(wallMs[which])
        if (!isSequential) expect(bySlots.find((one) => one.maxConcurrency === slots)?.wallMs).toEqual(wallMs)
      }),
      { numRuns },
    )
  })
})
