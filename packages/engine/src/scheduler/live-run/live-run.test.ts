import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decide, isStuck } from '../decide.ts'
import type { Decision, Snapshot } from '../snapshot.ts'
import { arbitrarySimulation } from '../testing/arbitrary-simulation.ts'
import { simulate } from '../testing/simulated-run.ts'
import { LiveRun } from './live-run.ts'

/** For a long search: COPPICE_PROPERTY_RUNS=100000. */
const numRuns = Number(process.env.COPPICE_PROPERTY_RUNS ?? 1_000)

/** Is told what has changed since the last decision, as a run is. */
class Follower {
  #live: LiveRun | null = null
  #last: Snapshot | null = null

  view(snapshot: Snapshot): Snapshot {
    const tasks = snapshot.tasks.map((task) => ({ ...task }))
    const batches = snapshot.batches.map((batch) => ({ ...batch }))
    this.#live ??= new LiveRun(snapshot, tasks, batches)
    for (const [place, task] of tasks.entries()) if (!isSame(this.#last?.tasks[place], task)) this.#live.put(task)
    for (const [place, batch] of batches.entries())
      if (!isSame(this.#last?.batches[place], batch)) this.#live.putBatch(batch)
    this.#last = { ...snapshot, tasks, batches }
    const { intent, maxConcurrency, merging, holds, now } = snapshot
    return this.#live.view({ intent, maxConcurrency, merging, holds, now })
  }
}

const isSame = (a: object | undefined, b: object): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Whom these make skip in turn comes with the next decision; of several causes any may be named. */
const skipped = (decisions: readonly Decision[]) => decisions.map((decision) => decision.do === 'skip' && decision.key)

/** A time that only tells when to look again. */
const withoutWakes = (decisions: readonly Decision[]) => decisions.filter((decision) => decision.do !== 'wake')

/** The earliest at which there is something to do, if nothing but time passes; null: never. */
function nextDue(snapshot: Snapshot): number | null {
  const times = [...snapshot.tasks.map(({ notBefore }) => notBefore ?? 0), ...snapshot.holds.map(({ until }) => until)]
  const toCome = times.filter((time) => time > snapshot.now).sort((a, b) => a - b)
  return toCome.find((now) => withoutWakes(decide({ ...snapshot, now })).length > 0) ?? null
}

/** S9: a view may wake too early, never too late. */
function expectNoLostWake(whole: Snapshot, decided: readonly Decision[]): void {
  const due = withoutWakes(decided).length === 0 ? nextDue(whole) : null
  if (due === null) return
  const wakes = decided.map((decision) => (decision.do === 'wake' ? decision.at : Number.POSITIVE_INFINITY))
  expect(Math.min(Number.POSITIVE_INFINITY, ...wakes)).toBeLessThanOrEqual(due)
}

it('a view decides as the whole run does, whatever happens to it', () => {
  fc.assert(
    fc.property(arbitrarySimulation, (simulation) => {
      const follower = new Follower()
      simulate(simulation, (snapshot) => {
        const whole = decide(snapshot)
        const view = follower.view(snapshot)
        const decided = decide(view)
        expect(isStuck(view, decided)).toBe(false)
        if (decided[0]?.do === 'skip') expect(skipped(whole)).toEqual(expect.arrayContaining(skipped(decided)))
        else expect(withoutWakes(decided)).toEqual(withoutWakes(whole))
        expectNoLostWake(snapshot, decided)
      })
    }),
    { numRuns },
  )
})

it('a view of a long run is short, and so is what a decision costs', () => {
  const count = 20_000
  const tasks: Snapshot['tasks'][number][] = Array.from({ length: count }, (_, index) => ({
    ...{
      key: `t${index}`,
      batch: index < 10_000 ? 1 : 2,
      epic: 'e',
      provider: 'p',
      state: 'waiting',
      status: 'PENDING',
    },
    ...{ notBefore: null, startsFromTip: false, begun: false, cancelRequested: false, pathLength: 1 },
    needs: index < 10_000 ? [] : [{ key: `t${index - 10_000}`, kind: 'HARD' as const }],
  }))
  const batches = [1, 2].map((number) => ({ number, state: 'open' as const }))
  for (const strategy of ['BATCHES', 'CONTINUOUS'] as const) {
    const live = new LiveRun({ mode: 'PARALLEL', strategy, isolation: 'TASK' }, tasks, batches)
    const view = live.view({ intent: 'going', maxConcurrency: 8, merging: false, holds: [], now: 0 })
    expect(view.tasks.length).toBeLessThan(20)
    expect(decide(view).filter((decision) => decision.do === 'start')).toHaveLength(8)
  }
})
