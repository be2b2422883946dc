import { join } from 'node:path'
import type { Repository, Worktree } from '../ports/git.ts'

/** A worktree in the hands of exactly one attempt (I1). */
export interface Lease {
  /** From 0; the same worktree has the same slot for the whole run. */
  slot: number
  path: string
  /** Null until `prepare` has made or reset it. */
  worktree: Worktree | null
}

/**
 * The worktrees of one run, outside the repository (I2). An idle one is handed to the next task, reset (I5); what it held was
 * committed before it was given back (D5).
 */
export class WorktreePool {
  readonly #repository: Repository
  readonly #root: string
  readonly #keepIgnored: readonly string[]
  readonly #idle = new Map<number, Worktree | null>()
  readonly #leased = new Set<number>()
  readonly #lanes = new Map<string, number>()
  /** Could not be reset: handed to nobody, removed when the run ends. */
  readonly #spoiled = new Set<number>()

  constructor(repository: Repository, root: string, keepIgnored: readonly string[]) {
    this.#repository = repository
    this.#root = root
    this.#keepIgnored = keepIgnored
  }

  /** `lane`: who shares a worktree from one task to the next (I1, isolation EPIC); each lane has its own. */
  lease(lane: string | null = null): Lease {
    const owned = new Set(this.#lanes.values())
    const idle = [...this.#idle.keys()].filter((slot) => !owned.has(slot)).sort((a, b) => a - b)[0]
    const own = lane === null ? undefined : this.#lanes.get(lane)
    const slot =
      own !== undefined && !this.#leased.has(own) && !this.#spoiled.has(own) ? own : (idle ?? this.#firstFree())
    if (lane !== null) this.#lanes.set(lane, slot)
    const worktree = this.#idle.get(slot) ?? null
    this.#idle.delete(slot)
    this.#leased.add(slot)
    return { slot, path: this.#pathOf(slot), worktree }
  }

  /** After a restart: takes the worktree that an adopted session lives in, or null where its folder is gone. */
  async reclaim(path: string): Promise<Lease | null> {
    const slot = this.#slotOf(path)
    if (slot === null || this.#leased.has(slot)) return null
    const worktree = await this.#repository.openWorktree(path)
    this.#leased.add(slot)
    return { slot, path, worktree }
  }

  /** Puts it at `commit` on `branch` (full ref name), clean, and checks that it is what it should be (I2). */
  async prepare(lease: Lease, commit: string, branch: string): Promise<Worktree> {
    if (lease.worktree) await lease.worktree.reset(commit, branch, this.#keepIgnored)
    else lease.worktree = await this.#repository.addWorktree(lease.path, commit, branch)
    await lease.worktree.assertAt(commit)
    return lease.worktree
  }

  /** Gives it back. Everything in it is on a ref by now; the branch is let go, so that its next attempt can take it. */
  async release(lease: Lease): Promise<void> {
    try {
      if (lease.worktree) await lease.worktree.reset(await lease.worktree.head(), null, this.#keepIgnored)
      this.#idle.set(lease.slot, lease.worktree)
    } catch {
      this.#spoiled.add(lease.slot)
    } finally {
      this.#leased.delete(lease.slot)
    }
  }

  /** Nobody else gets the worktree at `path`, and `clear` leaves it: what it holds is nowhere else. */
  setAside(path: string): void {
    const slot = this.#slotOf(path)
    if (slot !== null) this.#leased.add(slot)
  }

  /** Removes every worktree of the run that nobody holds: none is left when it has ended. */
  async clear(): Promise<void> {
    this.#idle.clear()
    for (const path of await this.#repository.worktreesBelow(this.#root)) {
      const slot = this.#slotOf(path)
      if (slot !== null && this.#leased.has(slot)) continue
      await (await this.#repository.openWorktree(path))?.remove()
    }
  }

  #firstFree(): number {
    let slot = 0
    const owned = new Set(this.#lanes.values())
    while (this.#leased.has(slot) || this.#idle.has(slot) || this.#spoiled.has(slot) || owned.has(slot)) slot += 1
    return slot
  }

  #pathOf(slot: number): string {
    return join(this.#root, `slot-${slot}`)
  }

  #slotOf(path: string): number | null {
    const match = /^slot-(\d+)$/.exec(path.slice(this.#root.length + 1))
    return match ? Number(match[1]) : null
  }
}
