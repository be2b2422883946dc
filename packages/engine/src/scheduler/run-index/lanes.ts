import type { Snapshot, TaskState } from '../snapshot.ts'
import { SortedList } from './sorted-list.ts'

const HIGHEST_PRIORITY = 4

/**
 * Returns the priority of a task for the lane of its epic, with isolation EPIC (I1). A running task has priority 4, the highest. Priority 0
 * means that the task does not need the lane now.
 *
 * With `BATCHES` all other tasks that have not ended have the same priority, because merges wait for the first task in plan order anyway.
 * With `CONTINUOUS` a task that waits for its merge comes first, then a begun task that could be tried again, then a task that could start.
 * A waiting task whose needs are not met has priority 0. Otherwise it could hold the lane while it needs a retried task of the same epic.
 * That task would wait for the lane, so both would wait for ever.
 */
export function lanePriority(
  strategy: Snapshot['strategy'],
  { state, begun }: TaskState,
  areNeedsMet: boolean,
): number {
  if (state === 'alive') return HIGHEST_PRIORITY
  if (strategy === 'BATCHES') return state === 'ended' ? 0 : 1
  if (state === 'ended' || state === 'kept') return 0
  if (state !== 'waiting') return 3
  if (!areNeedsMet) return 0
  return begun ? 2 : 1
}

/** Finds the task that may use each lane (I1): among the tasks with the highest priority, the first in plan order. */
export class Lanes {
  /** For each lane, one list of positions for each priority from 1 on. */
  readonly #lanes = new Map<string, SortedList[]>()
  readonly #entries: { lane: string; priority: number }[] = []

  set(position: number, lane: string, priority: number): void {
    const before = this.#entries[position]
    if (before && before.priority > 0) this.#listsOf(before.lane)[before.priority - 1]?.delete(position)
    this.#entries[position] = { lane, priority }
    if (priority > 0) this.#listsOf(lane)[priority - 1]?.add(position)
  }

  holder(lane: string): number | undefined {
    return this.#listsOf(lane).findLast((list) => list.first !== undefined)?.first
  }

  #listsOf(lane: string): SortedList[] {
    const known = this.#lanes.get(lane)
    if (known) return known
    const lists = Array.from({ length: HIGHEST_PRIORITY }, () => new SortedList((a, b) => a - b))
    this.#lanes.set(lane, lists)
    return lists
  }
}
