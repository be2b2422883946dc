import type { NeedsMet } from './needs.ts'
import type { Snapshot, TaskState } from './snapshot.ts'

/**
 * I1, isolation EPIC: the one task of each epic that may start. Whoever is at work holds the lane. Else `BATCHES` goes in plan order:
 * the first that has not ended, for merges wait for it anyhow. `CONTINUOUS`: who waits for its merge, then who was begun and could be
 * tried again, then the first that could start. `present`: of whose batch it is the turn.
 */
export function laneHolders(
  { tasks, strategy }: Snapshot,
  present: ReadonlySet<TaskState>,
  met: NeedsMet,
): ReadonlyMap<string, string> {
  const holders = new Map<string, { key: string; claim: number }>()
  for (const task of tasks) {
    const claim = task.state === 'alive' || present.has(task) ? claimOf(strategy, task, () => met(task)) : 0
    if (claim > (holders.get(task.epic)?.claim ?? 0)) holders.set(task.epic, { key: task.key, claim })
  }
  return new Map([...holders].map(([epic, { key }]) => [epic, key]))
}

/** How strong its claim to its lane is, from 0 to 4. */
export function claimOf(strategy: Snapshot['strategy'], task: TaskState, isMet: () => boolean): number {
  if (task.state === 'alive') return 4
  if (strategy === 'BATCHES') return task.state === 'ended' ? 0 : 1
  switch (task.state) {
    case 'ended':
    case 'kept':
      return 0
    case 'waiting':
      // Of which a need is retried: that one may be of the same epic, and would wait for its lane for ever.
      if (!isMet()) return 0
      return task.begun ? 2 : 1
    default:
      return 3
  }
}
