import type { Snapshot, TaskState } from '../snapshot.ts'
import { SortedList } from './sorted-list.ts'

const STRONGEST_CLAIM = 4

/**
 * I1, isolation EPIC: how strongly a task claims its lane, from 0 (no claim) to 4. A running task holds the lane. Otherwise `BATCHES`
 * follows plan order, because merges wait for the first task anyway. `CONTINUOUS` prefers a task that waits for its merge, then one
 * that was begun and could be tried again, then one that could start. A task that cannot start claims nothing: if it needs a retried
 * task of the same epic, that task would otherwise wait for the lane for ever.
 */
export function claimOf(strategy: Snapshot['strategy'], { state, begun }: TaskState, areNeedsMet: boolean): number {
  if (state === 'alive') return STRONGEST_CLAIM
  if (strategy === 'BATCHES') return state === 'ended' ? 0 : 1
  if (state === 'ended' || state === 'kept') return 0
  if (state !== 'waiting') return 3
  if (!areNeedsMet) return 0
  return begun ? 2 : 1
}

/** I1: finds the task that has the turn in each lane: the first in plan order among those with the strongest claim. */
export class Lanes {
  /** By lane: the places of each claim, from 1 on. */
  readonly #lanes = new Map<string, SortedList[]>()
  readonly #claims: { lane: string; claim: number }[] = []

  set(place: number, lane: string, claim: number): void {
    const before = this.#claims[place]
    if (before && before.claim > 0) this.#listsOf(before.lane)[before.claim - 1]?.delete(place)
    this.#claims[place] = { lane, claim }
    if (claim > 0) this.#listsOf(lane)[claim - 1]?.add(place)
  }

  holder(lane: string): number | undefined {
    return this.#listsOf(lane).findLast((list) => list.first !== undefined)?.first
  }

  #listsOf(lane: string): SortedList[] {
    const known = this.#lanes.get(lane)
    if (known) return known
    const lists = Array.from({ length: STRONGEST_CLAIM }, () => new SortedList((a, b) => a - b))
    this.#lanes.set(lane, lists)
    return lists
  }
}
