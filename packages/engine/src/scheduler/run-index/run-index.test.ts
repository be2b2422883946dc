import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decide } from '../decide.ts'
import type { Decision, Snapshot } from '../snapshot.ts'
import { arbitrarySimulation } from '../testing/arbitrary-simulation.ts'
import { simulate } from '../testing/simulated-run.ts'
import { RunIndex } from './run-index.ts'

/** How many simulated runs each property checks. For a long search set COPPICE_PROPERTY_RUNS=100000. */
const numRuns = Number(process.env.COPPICE_PROPERTY_RUNS ?? 250)

/** Keeps one index for a whole run and updates it with the changes since the last decision, as the server does. */
class Follower {
  #index: RunIndex | null = null
  #last: Snapshot | null = null

  decide(snapshot: Snapshot): Decision[] {
    const tasks = snapshot.tasks.map((task) => ({ ...task }))
    const batches = snapshot.batches.map((batch) => ({ ...batch }))
    this.#index ??= new RunIndex(snapshot, tasks, batches)
    for (const [position, task] of tasks.entries())
      if (!isSame(this.#last?.tasks[position], task)) this.#index.put(task)
    for (const [position, batch] of batches.entries())
      if (!isSame(this.#last?.batches[position], batch)) this.#index.putBatch(batch)
    this.#last = { ...snapshot, tasks, batches }
    return decide(this.#index, snapshot)
  }
}

const isSame = (a: object | undefined, b: object): boolean => JSON.stringify(a) === JSON.stringify(b)

it('an index that is updated after every change leads to the same decisions as a new index', () => {
  fc.assert(
    fc.property(arbitrarySimulation, (simulation) => {
      const follower = new Follower()
      simulate(simulation, (snapshot) => {
        expect(follower.decide(snapshot)).toEqual(decide(RunIndex.of(snapshot), snapshot))
      })
    }),
    { numRuns },
  )
})

/** Returns the earliest time, in ms, at which there is something to do if nothing happens until then. It is null when there is none. */
function nextDue(snapshot: Snapshot): number | null {
  const opening = snapshot.closed.map(({ until }) => until ?? 0)
  const times = [...snapshot.tasks.map(({ notBefore }) => notBefore ?? 0), ...opening]
  const later = times.filter((time) => time > snapshot.now).sort((a, b) => a - b)
  return later.find((now) => withoutWakes(decide(RunIndex.of(snapshot), { ...snapshot, now })).length > 0) ?? null
}

const withoutWakes = (decisions: readonly Decision[]) => decisions.filter((decision) => decision.do !== 'wake')

it('S9: a wake may be too early, but never too late', () => {
  fc.assert(
    fc.property(arbitrarySimulation, (simulation) => {
      simulate(simulation, (snapshot) => {
        const decided = decide(RunIndex.of(snapshot), snapshot)
        const due = withoutWakes(decided).length === 0 ? nextDue(snapshot) : null
        if (due === null) return
        const wakes = decided.map((decision) => (decision.do === 'wake' ? decision.at : Number.POSITIVE_INFINITY))
        expect(Math.min(Number.POSITIVE_INFINITY, ...wakes)).toBeLessThanOrEqual(due)
      })
    }),
    { numRuns },
  )
})

/** Returns the next merges, each of which succeeds before the index is asked for the next one. */
function mergesInTurn(snapshot: Snapshot, most: number): string[] {
  const index = RunIndex.of(snapshot)
  const keys: string[] = []
  for (let next = index.nextMerge(); next !== undefined && keys.length < most; next = index.nextMerge()) {
    keys.push(next.key)
    index.put({ ...next, state: 'ended', status: 'COMPLETED' })
  }
  return keys
}

it('S2: tasks that enter their merges together are merged in the order in which they would be merged one at a time', () => {
  let longest = 0
  fc.assert(
    fc.property(arbitrarySimulation, (simulation) => {
      simulate(simulation, (snapshot) => {
        const index = RunIndex.of(snapshot)
        const first = index.nextMerge()
        if (first === undefined) return
        const together = [first, ...index.mergesAfter(first.key, 2)].map(({ key }) => key)
        expect(together).toEqual(mergesInTurn(snapshot, together.length))
        longest = Math.max(longest, together.length)
      })
    }),
    { numRuns },
  )
  expect(longest).toBe(3)
})
