import { SortedList } from './sorted-list.ts'

/** I1, isolation EPIC: who goes next in each lane: the first in plan order of those with the strongest claim (`lanes.ts`). */
export class LiveLanes {
  /** By lane: the places of each claim from 1 on. */
  readonly #lanes = new Map<string, SortedList[]>()
  readonly #claims: { lane: string; claim: number }[] = []

  /** 0: it claims nothing. */
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

export const STRONGEST_CLAIM = 4
