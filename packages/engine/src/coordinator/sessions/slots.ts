/**
 * The slots of a run, numbered from 0. Each slot has one worktree, and at most one session has the slot at a time (I1). A slot that was
 * used before is taken first, because its worktree exists already.
 */
export class Slots {
  readonly #idle = new Set<number>()
  readonly #taken = new Set<number>()
  readonly #lanes = new Map<string, number>()

  /**
   * Takes a free slot.
   *
   * @param lane the lane of the task with isolation EPIC, otherwise null. A lane gets the slot that it had before, unless another session
   * has that slot (I1)
   * @param before the slot of the session whose conversation is continued, or null. It is taken if it is free, because some agents, such as
   * Claude Code, find a conversation only in the folder in which they held it
   */
  take(lane: string | null = null, before: number | null = null): number {
    const own = lane === null ? undefined : this.#lanes.get(lane)
    const slot = own !== undefined && !this.#taken.has(own) ? own : (this.#free(before) ?? this.#next())
    if (lane !== null) this.#lanes.set(lane, slot)
    this.#idle.delete(slot)
    this.#taken.add(slot)
    return slot
  }

  /** Takes the slot of a session that an earlier server started. @throws when another session has the slot */
  reclaim(slot: number): void {
    if (this.#taken.has(slot)) throw new Error(`two sessions have slot ${slot}`)
    this.#idle.delete(slot)
    this.#taken.add(slot)
  }

  /** Keeps a slot from all sessions, because its worktree has work that could not be committed, and perhaps an agent that still runs (I1, D5). */
  withhold(slot: number): void {
    this.#idle.delete(slot)
    this.#taken.add(slot)
  }

  free(slot: number): void {
    this.#taken.delete(slot)
    this.#idle.add(slot)
  }

  /** @returns the slot if no session and no lane has it, otherwise undefined */
  #free(slot: number | null): number | undefined {
    return slot !== null && !this.#taken.has(slot) && ![...this.#lanes.values()].includes(slot) ? slot : undefined
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
