import type { BatchState, Snapshot, TaskState } from '../scheduler/snapshot.ts'
import type { LiveTask } from './live-task.ts'
import type { RunWorld } from './run-world.ts'

/**
 * A snapshot of what the next decision can depend on, and of nothing else. `decide` looks at every task it is given: of 100,000 a
 * decision takes about 0.2 s, and a run asks for three a task, which would be most of a day; of a view it takes some microseconds.
 * Who has ended, who cannot start yet and who is behind more ready tasks than there are free slots makes no difference to it.
 * `simulate-run.test.ts` holds this to whole snapshots.
 */
export function viewOf(world: RunWorld, slots: number, now: number): { snapshot: Snapshot; offered: LiveTask[] } {
  if (world.doomed.size > 0) return { snapshot: snapshotOf(world, { slots, now, ...skipsOnly(world) }), offered: [] }
  world.wakeUp(now)
  const offered = takeReady(world, slots - world.alive.size)
  const shown = new Set<LiveTask>([...world.alive, ...offered])
  const backingOff = world.backingOff.peek()
  const mergeable = world.strategy === 'CONTINUOUS' ? world.finished.peek() : world.head
  for (const task of [world.merging, backingOff, mergeable]) if (task) shown.add(task)
  const tasks = [...shown].sort((a, b) => a.rank - b.rank)
  return { snapshot: snapshotOf(world, { slots, now, ...withBatches(world, tasks) }), offered }
}

/** Stands for all that is not shown and has not ended: it is there, and nothing can be done about it now. */
const elsewhere = (batch: number): TaskState => ({
  ...{ key: ELSEWHERE, epic: ELSEWHERE, batch, state: 'merging', status: 'MERGING', notBefore: null },
  ...{ startsFromTip: false, begun: true, cancelRequested: false, pathLength: 0 },
  needs: [{ key: ELSEWHERE, kind: 'HARD' }],
})

/** No key of a plan. */
const ELSEWHERE = ''

interface Shown {
  tasks: readonly TaskState[]
  batches: readonly BatchState[]
}

/** S4 comes before everything else. */
function skipsOnly({ doomed, batches }: RunWorld): Shown {
  const unmerged = [...new Set(doomed.values())]
  const skipped = [...doomed].map(([task, { key }]) => ({ ...task, needs: [{ key, kind: 'HARD' as const }] }))
  return { tasks: [...unmerged, ...skipped.sort((a, b) => a.rank - b.rank)], batches }
}

function withBatches(world: RunWorld, tasks: readonly LiveTask[]): Shown {
  const { firstBatch, strategy, over, batches } = world
  const numbers = new Set(tasks.map((task) => task.batch))
  if (strategy === 'CONTINUOUS') for (const number of over) numbers.add(number)
  const isHidden = firstBatch !== undefined && !numbers.has(firstBatch.number) && !over.has(firstBatch.number)
  if (firstBatch) numbers.add(firstBatch.number)
  const ordered = [...numbers].sort((a, b) => a - b)
  return {
    tasks: isHidden ? [elsewhere(firstBatch.number), ...tasks] : tasks,
    batches: ordered.flatMap((number) => batches[number - 1] ?? []),
  }
}

function takeReady({ ready }: RunWorld, free: number): LiveTask[] {
  const taken: LiveTask[] = []
  while (taken.length < free) {
    const task = ready.pop()
    if (!task) break
    taken.push(task)
  }
  return taken
}

const snapshotOf = (
  { manner, merging }: RunWorld,
  { slots, now, tasks, batches }: Shown & { slots: number; now: number },
): Snapshot => ({
  ...{ ...manner, intent: 'going', maxConcurrency: slots },
  ...{ merging: merging !== null, batches, tasks, now },
})
