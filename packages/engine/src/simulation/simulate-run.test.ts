import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitrarySimulation } from '../scheduler/testing/arbitrary-simulation.ts'
import { type Simulation, simulate } from '../scheduler/testing/simulated-run.ts'
import type { RunGraph } from './run-graph.ts'
import { measuresOf } from './run-measures.ts'
import { type SimulatedRun, type SimulationInput, simulateRun } from './simulate-run.ts'

const numRuns = Number(process.env.COPPICE_PROPERTY_RUNS ?? 250)

function played(input: SimulationInput): SimulatedRun {
  const play = simulateRun(input)
  for (;;) {
    const { done, value } = play.next()
    if (done) return value
  }
}

/** Removes commands of people, closed keys, kept work, refusals and limits, which simulateRun does not support. */
const undisturbed = (simulation: Simulation): Simulation => ({
  ...simulation,
  ...{ cancelAtMs: null, commands: [], keys: [], budget: null, hasDays: false },
  strategy: simulation.mode === 'SEQUENTIAL' ? 'BATCHES' : simulation.strategy,
  tasks: simulation.tasks.map((task) => ({ ...task, kept: false, refusals: 0, limits: 0 })),
})

function inputOf({ tasks, ...options }: Simulation): SimulationInput & { graph: RunGraph } {
  const byKey = new Map(tasks.map((task, node) => [task.key, { ...task, node }]))
  const of = (key: string) => byKey.get(key) as (typeof tasks)[number] & { node: number }
  return {
    graph: {
      resources: options.resources,
      tasks: tasks.map(({ key, epic, batch, uses, likelyPaths }) => ({ key, epic, batch, uses, likelyPaths })),
      needs: tasks.map(({ needs }) => needs.map(({ key, kind }) => ({ node: of(key).node, soft: kind === 'SOFT' }))),
    },
    model: {
      durationMs: (key) => of(key).durationMs,
      fails: (key, attempt) => attempt <= of(key).failures,
      maxAttempts: (key) => of(key).maxAttempts,
      retryMs: () => 50,
      mergeMs: 3,
    },
    ...{ slots: options.slots, strategy: options.strategy, isolation: options.isolation, mode: options.mode },
    pathLength: (node) => tasks.length - (tasks[node]?.batch ?? 0),
  }
}

describe('a simulated run', () => {
  it('has the same result as a simulation that makes a new index for each decision', () => {
    fc.assert(
      fc.property(arbitrarySimulation.map(undisturbed), (simulation) => {
        const whole = simulate(simulation)
        const run = played(inputOf(simulation))
        expect(run.mergeOrder.map((task) => simulation.tasks[task]?.key)).toEqual(whole.mergeOrder)
        expect(run.statuses).toEqual(simulation.tasks.map(({ key }) => whole.statuses.get(key)))
        expect(run.wallMs).toBe(whole.endedAtMs)
      }),
      { numRuns },
    )
  })

  it('never ends before its lower bound, and uses each slot for one attempt at a time', () => {
    fc.assert(
      fc.property(arbitrarySimulation.map(undisturbed), (simulation) => {
        const input = inputOf(simulation)
        const run = played(input)
        const { lowerBoundMs, wallMs, slotUse } = measuresOf(input.graph, run, input.slots)
        expect(lowerBoundMs).toBeLessThanOrEqual(wallMs + 1e-6)
        expect(slotUse).toBeLessThanOrEqual(1)
        for (const attempts of Map.groupBy(run.attempts, ({ slot }) => slot).values())
          for (const [index, { startMs }] of attempts.entries())
            expect(attempts[index - 1]?.endMs ?? 0).toBeLessThanOrEqual(startMs)
      }),
      { numRuns },
    )
  })
})
