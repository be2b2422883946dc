import type { NeedsMet } from './needs.ts'
import type { Snapshot, TaskState } from './snapshot.ts'

/**
 * I1, isolation EPIC: the one task of each epic that may start. Whoever is at work holds the lane. Else `BATCHES` goes in plan order:
 * the first that has not ended, for merges wait for it anyhow. `CONTINUOUS`: who waits for its merge, then who was begun and waits to
 * be tried again, then the first that could start. `present`: of whose batch it is the turn.
 */
export function laneHolders(
  { tasks, strategy }: Snapshot,
  present: ReadonlySet<TaskState>,
  met: NeedsMet,
): ReadonlyMap<string, string> {
  const claimOf = strategy === 'BATCHES' ? claimInPlanOrder : claimAsReady
  const holders = new Map<string, { key: string; claim: number }>()
  for (const task of tasks) {
    const claim = task.state === 'alive' ? AT_WORK : present.has(task) ? claimOf(task, met) : 0
    if (claim > (holders.get(task.epic)?.claim ?? 0)) holders.set(task.epic, { key: task.key, claim })
  }
  return new Map([...holders].map(([epic, { key }]) => [epic, key]))
}

const AT_WORK = 4

const claimInPlanOrder = (task: TaskState): number => (task.state === 'ended' ? 0 : 1)

function claimAsReady(task: TaskState, met: NeedsMet): number {
  switch (task.state) {
    case 'ended':
    case 'kept':
      return 0
    case 'waiting':
      return task.begun ? 2 : met(task) ? 1 : 0
    default:
      return 3
  }
}
