import { rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { slotFolder, slotOf } from '../domain/naming.ts'
import type { StuckFolder } from '../domain/stuck-folder.ts'
import type { Repository, Worktree } from '../ports/git.ts'

export interface Clearing {
  /** The slots whose agents may be alive. Their worktrees stay. */
  inUse: ReadonlySet<number>
  /** The message of the commit for work that is not committed. */
  message: string
  /** Paths that are not committed (I5). */
  lent: readonly string[]
}

/**
 * The worktrees of one run, one for each slot, in a folder outside the repository. When an attempt has released its worktree, the next
 * attempt of the slot uses it again, after a reset. The work of an attempt must be committed before its worktree is released (D5).
 */
export class RunWorktrees {
  readonly #repository: Repository
  readonly #root: string
  readonly #worktrees = new Map<number, Worktree>()
  readonly #releases = new Map<number, Promise<void>>()
  readonly #stuck: StuckFolder[] = []

  constructor(repository: Repository, root: string) {
    this.#repository = repository
    this.#root = root
  }

  #folderOf(slot: number): string {
    return join(this.#root, slotFolder(slot))
  }

  /** Opens the worktree that an attempt had before a restart of the server. @returns null when there is no such worktree */
  async open(slot: number): Promise<Worktree | null> {
    const worktree = this.#worktrees.get(slot) ?? (await this.#repository.openWorktree(this.#folderOf(slot)))
    if (worktree) this.#worktrees.set(slot, worktree)
    return worktree
  }

  /**
   * Makes the slot's worktree clean, at `commit` on `branch`, and checks that it belongs to the repository.
   * @param branch a full ref name
   * @param keepIgnored patterns of ignored files that stay
   */
  async prepare(slot: number, commit: string, branch: string, keepIgnored: readonly string[]): Promise<Worktree> {
    await this.#releases.get(slot)
    const worktree =
      (await this.#again(slot, commit, branch, keepIgnored)) ??
      (await this.#repository.addWorktree(this.#folderOf(slot), commit, branch))
    const isNew = this.#worktrees.get(slot) !== worktree
    this.#worktrees.set(slot, worktree)
    if (isNew && worktree.stuck !== null) this.#stuck.push(worktree.stuck)
    await worktree.assertAt(commit)
    return worktree
  }

  /** Returns the folders that could not be deleted since the last call. */
  takeStuck(): StuckFolder[] {
    return this.#stuck.splice(0)
  }

  /**
   * Releases the slot's worktree. All work in it must be on a ref before (D5). The next `prepare` of the slot waits for the release. After
   * the release, another worktree can check out the branch.
   */
  release(slot: number): Promise<void> {
    const released = (this.#worktrees.get(slot)?.release() ?? Promise.resolve()).finally(() =>
      this.#releases.delete(slot),
    )
    this.#releases.set(slot, released)
    return released
  }

  /**
   * Removes all worktrees of the run, except those of the slots `inUse`. Before that, it commits the work that an attempt left (D5).
   *
   * @returns the worktrees that stay because of an error
   */
  async clear({ inUse, message, lent }: Clearing): Promise<{ path: string; error: Error }[]> {
    await Promise.all(this.#releases.values())
    const failed: { path: string; error: Error }[] = []
    for (const path of await this.#repository.worktreesBelow(this.#root)) {
      const slot = slotOf(path)
      if (slot !== null && inUse.has(slot)) continue
      // The worktree of verify has no slot and contains no work.
      await this.#remove(path, slot === null ? null : { message, lent }).catch((error: Error) =>
        failed.push({ path, error }),
      )
    }
    await rmdir(this.#root).catch(() => {})
    return failed
  }

  async #remove(path: string, commit: Omit<Clearing, 'inUse'> | null): Promise<void> {
    const worktree = await this.#repository.openWorktree(path)
    if (worktree === null) return
    if (commit !== null && (await worktree.holdsWork())) await worktree.keepAll(commit.message, commit.lent)
    await worktree.remove()
  }

  /** Resets the worktree of the slot. @returns null when the slot has no worktree, or when the reset failed */
  async #again(slot: number, commit: string, branch: string, keepIgnored: readonly string[]): Promise<Worktree | null> {
    const idle = this.#worktrees.get(slot)
    if (idle === undefined) return null
    try {
      await idle.reset(commit, branch, keepIgnored)
      return idle
    } catch {
      this.#worktrees.delete(slot)
      return null
    }
  }
}
