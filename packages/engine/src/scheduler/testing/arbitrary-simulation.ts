import fc from 'fast-check'
import type { CostEstimate } from '../../domain/cost-estimate.ts'
import type { Command, SimulatedKey, SimulatedTask, Simulation } from './simulated-run.ts'

interface Seed {
  needs: { index: number; soft: boolean }[]
  durationMs: number
  failures: number
  refusals: number
  maxAttempts: number
  kept: boolean
  epic: string
  provider: string
  waitsFor: readonly string[]
  uses: readonly string[]
  likelyPaths: readonly string[]
  limits: number
  requestCosts: readonly number[]
  estimate: CostEstimate
}

const seed: fc.Arbitrary<Seed> = fc.record({
  needs: fc.array(fc.record({ index: fc.nat(40), soft: fc.boolean() }), { maxLength: 3 }),
  durationMs: fc.integer({ min: 1, max: 1_000 }),
  failures: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 4 })),
  refusals: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 3 })),
  maxAttempts: fc.integer({ min: 1, max: 3 }),
  kept: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, fc.constant(true)),
  epic: fc.constantFrom('red', 'green', 'blue'),
  provider: fc.constantFrom('one', 'other'),
  waitsFor: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.subarray(['lease', 'approval'])),
  uses: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.subarray(['database', 'device'])),
  likelyPaths: fc.subarray(['index.js', 'README.md', 'a.js', 'b.js'], { maxLength: 2 }),
  limits: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 3 })),
  requestCosts: fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 4 }),
  estimate: fc.record({ microUsd: fc.nat(300), isLearned: fc.boolean() }),
})

/** Each task needs only earlier tasks, so there is no cycle. Its batch number is the length of the longest path to it. */
function tasksOf(seeds: readonly Seed[]): SimulatedTask[] {
  const tasks: SimulatedTask[] = []
  for (const [index, { needs, ...rest }] of seeds.entries()) {
    const chosen = new Map(needs.filter((need) => need.index < index).map((need) => [need.index, need]))
    const batch = 1 + Math.max(0, ...[...chosen.keys()].map((earlier) => tasks[earlier]?.batch ?? 0))
    const named = [...chosen.values()].map(({ index: at, soft }) => ({
      key: `t${at}`,
      kind: soft ? ('SOFT' as const) : ('HARD' as const),
    }))
    tasks.push({ key: `t${index}`, batch, needs: named, ...rest })
  }
  return tasks.sort((a, b) => a.batch - b.batch)
}

/** A command of a person while the run is active. `argument` is the index of a task, modulo the number of tasks. */
const command: fc.Arbitrary<Command> = fc.record({
  at: fc.integer({ min: 0, max: 3_000 }),
  what: fc.constantFrom('pause', 'resume', 'cancel-task', 'retry-task', 'resolve-task', 'slots'),
  argument: fc.nat(40),
})

const closedKey = (key: string): fc.Arbitrary<SimulatedKey> =>
  fc.record({ key: fc.constant(key), opensAt: fc.integer({ min: 0, max: 3_000 }), isTold: fc.boolean() })

const anyMode: fc.Arbitrary<Simulation> = fc.record({
  mode: fc.constantFrom('PARALLEL' as const, 'PARALLEL' as const, 'SEQUENTIAL' as const),
  strategy: fc.constantFrom('BATCHES' as const, 'CONTINUOUS' as const),
  isolation: fc.constantFrom('TASK' as const, 'EPIC' as const),
  slots: fc.integer({ min: 1, max: 8 }),
  tasks: fc.array(seed, { minLength: 1, maxLength: 25 }).map(tasksOf),
  keys: fc.oneof(fc.constant([]), fc.tuple(closedKey('lease'), closedKey('approval'))),
  resources: fc.record({ database: fc.integer({ min: 1, max: 3 }), device: fc.integer({ min: 1, max: 2 }) }),
  budget: fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, fc.integer({ min: 1, max: 1_000 })),
  hasDays: fc.nat(3).map((one) => one === 0),
  cancelAtMs: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, fc.integer({ min: 0, max: 3_000 })),
  commands: fc.oneof({ weight: 1, arbitrary: fc.constant([]) }, fc.array(command, { maxLength: 12 })),
})

/** The engine refuses a sequential run with `CONTINUOUS` (S8). */
export const arbitrarySimulation: fc.Arbitrary<Simulation> = anyMode.map((simulation) => ({
  ...simulation,
  strategy: simulation.mode === 'SEQUENTIAL' ? 'BATCHES' : simulation.strategy,
}))
