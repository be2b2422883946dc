import type { IgnoredWork, LeftBehind } from '../../domain/attempt-report.ts'
import type { StuckFolder } from '../../domain/stuck-folder.ts'
import type { HidingConfig, SubmoduleWork, Withheld, Worktree } from '../../ports/git.ts'
import { hidingConfig } from '../slot/hiding-config.ts'
import { unlinkReplaced } from '../slot/unlink-replaced.ts'
import { assertWorktreeAt } from './assert-worktree-at.ts'
import { beginMerge } from './begin-merge.ts'
import { commitAll, type MovedBranch } from './commit-all.ts'
import { forgetIndex } from './forget-index.ts'
import { keepIgnored } from './ignored-files.ts'
import { keepSubmodules } from './keep-submodules.ts'
import { noteSetup } from './note-setup.ts'
import { releaseWorktree } from './release-worktree.ts'
import { removeWorktree } from './remove-worktree.ts'
import { resetWorktree } from './reset-worktree.ts'
import { setupLinks } from './setup-links.ts'
import { unresolved } from './unresolved.ts'
import { withholdLent } from './withhold-lent.ts'
import type { WorktreeContext } from './worktree-context.ts'
import { readRecord } from './worktree-record.ts'

/** A worktree and its work branch. An agent may have moved HEAD to another branch. */
export class GitWorktree implements Worktree {
  readonly path: string
  readonly stuck: StuckFolder | null
  readonly #context: WorktreeContext
  #branch: string | null
  #leftBehind: LeftBehind | null = null

  /** @param path the path as the caller names it, which may contain symbolic links */
  constructor(path: string, context: WorktreeContext, branch: string | null, stuck: StuckFolder | null = null) {
    this.path = path
    this.stuck = stuck
    this.#context = context
    this.#branch = branch
  }

  assertAt(commit: string): Promise<void> {
    return assertWorktreeAt(this.#context, commit)
  }

  async reset(commit: string, branch: string | null, keepIgnored: readonly string[]): Promise<void> {
    await unlinkReplaced(this.#context)
    await resetWorktree(this.#context, commit, branch, keepIgnored)
    this.#branch = branch
    this.#leftBehind = null
  }

  leftBehind(): LeftBehind | null {
    return this.#leftBehind
  }

  hidingConfig(): Promise<HidingConfig | 'unreadable' | null> {
    return hidingConfig(this.#context)
  }

  async release(): Promise<void> {
    await releaseWorktree(this.#context)
    this.#branch = null
  }

  async holdsWork(): Promise<boolean> {
    return (await readRecord(this.#context.home)) !== null
  }

  async isLeasedAt(commit: string, branch: string): Promise<boolean> {
    const record = await readRecord(this.#context.home)
    return record?.branch === branch && (record.startCommit ?? commit) === commit
  }

  async noteSetup(except: readonly string[]): Promise<void> {
    await unlinkReplaced(this.#context)
    return noteSetup(this.#context, except)
  }

  commitAll(message: string, except: readonly string[]): Promise<string> {
    return this.#commitAll(message, except, 'take')
  }

  async keepAll(message: string, except: readonly string[]): Promise<void> {
    const tip = await this.#commitAll(message, except, 'leave')
    await this.keepSubmodules([], tip)
  }

  async #commitAll(message: string, except: readonly string[], movedBranch: MovedBranch): Promise<string> {
    await unlinkReplaced(this.#context)
    const lent = [...except, ...(await setupLinks(this.#context))]
    const committing = commitAll(this.#context, this.#branch, message, lent, movedBranch)
    const { tip, leftBehind } = await committing.catch(async (error) => {
      await forgetIndex(this.#context)
      throw error
    })
    this.#leftBehind = leftBehind === null ? this.#leftBehind : { ...this.#leftBehind, ...leftBehind }
    return tip
  }

  async keepSubmodules(since: readonly string[], tip: string): Promise<SubmoduleWork> {
    if (this.#branch === null) return { lacking: [], edited: [], folder: null, stashes: [] }
    const work = await keepSubmodules(this.#context, this.#branch, since, tip)
    const left = { ref: null, hasStash: false, isLost: false, folder: null, ...this.#leftBehind }
    if (work.folder !== null) this.#leftBehind = { ...left, folder: work.folder }
    if (work.stashes.length > 0) this.#leftBehind = { ...left, ...this.#leftBehind, submoduleStashes: work.stashes }
    return work
  }

  async keepIgnored(except: readonly string[]): Promise<IgnoredWork | null> {
    return this.#branch === null ? null : keepIgnored(this.#context, this.#branch, except)
  }

  async withholdLent(tip: string, since: readonly string[], lent: readonly string[]): Promise<Withheld> {
    return withholdLent(this.#context, this.#branch, tip, since, [...lent, ...(await setupLinks(this.#context))])
  }

  beginMerge(other: string): Promise<readonly string[]> {
    return beginMerge(this.#context, this.#branch, other)
  }

  async unresolved(among: readonly string[]): Promise<readonly string[]> {
    await unlinkReplaced(this.#context)
    return unresolved(this.#context, among)
  }

  remove(): Promise<void> {
    return removeWorktree(this.#context)
  }
}
