/**
 * Who has which slot of a run. A slot is a place for one working tree, and one attempt has it at a time (I1). Slots that were used
 * before come first: their working trees are there already.
 */
export class Slots {
  readonly #idle = new Set<number>()
  readonly #taken = new Set<number>()
  readonly #lanes = new Map<string, number>()

  /** `lane`: those who share a working tree from one task to the next (I1, isolation EPIC); each lane has its own. */
  take(lane: string | null = null): number {
    const own = lane === null ? undefined : this.#lanes.get(lane)
    const slot = own !== undefined && !this.#taken.has(own) ? own : this.#next()
    if (lane !== null) this.#lanes.set(lane, slot)
    this.#idle.delete(slot)
    this.#taken.add(slot)
    return slot
  }

  /** After a restart: takes the slot that a session has. @returns false when it is taken */
  reclaim(slot: number): boolean {
    if (this.#taken.has(slot)) return false
    this.#idle.delete(slot)
    this.#taken.add(slot)
    return true
  }

  free(slot: number): void {
    this.#taken.delete(slot)
    this.#idle.add(slot)
  }

  #next(): number {
    const owned = new Set(this.#lanes.values())
    const [idle] = [...this.#idle].filter((slot) => !owned.has(slot)).sort((a, b) => a - b)
    if (idle !== undefined) return idle
    let slot = 0
    while (this.#taken.has(slot) || owned.has(slot)) slot += 1
    return slot
  }
}
