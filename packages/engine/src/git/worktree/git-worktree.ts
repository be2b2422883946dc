import type { Withheld, Worktree } from '../../ports/git.ts'
import { assertWorktreeAt } from './assert-worktree-at.ts'
import { beginMerge } from './begin-merge.ts'
import { commitAll } from './commit-all.ts'
import { removeWorktree } from './remove-worktree.ts'
import { resetWorktree } from './reset-worktree.ts'
import { noteSetup, setupLinks } from './setup-links.ts'
import { unresolved } from './unresolved.ts'
import { withholdLent } from './withhold-lent.ts'
import type { WorktreeContext } from './worktree-context.ts'

/** A worktree and its work branch. An agent may have moved HEAD to another branch. */
export class GitWorktree implements Worktree {
  readonly path: string
  readonly #context: WorktreeContext
  #branch: string | null

  /** @param path the path as the caller names it, which may contain symbolic links */
  constructor(path: string, context: WorktreeContext, branch: string | null) {
    this.path = path
    this.#context = context
    this.#branch = branch
  }

  head(): Promise<string> {
    const { repo, place } = this.#context
    return repo.git.text(place, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'])
  }

  assertAt(commit: string): Promise<void> {
    return assertWorktreeAt(this.#context, commit)
  }

  async reset(commit: string, branch: string | null, keepIgnored: readonly string[]): Promise<void> {
    await resetWorktree(this.#context, commit, branch, keepIgnored)
    this.#branch = branch
  }

  noteSetup(): Promise<void> {
    return noteSetup(this.#context)
  }

  async commitAll(message: string, except: readonly string[]): Promise<string> {
    return commitAll(this.#context, this.#branch, message, [...except, ...(await setupLinks(this.#context))])
  }

  async withholdLent(tip: string, since: readonly string[], lent: readonly string[]): Promise<Withheld> {
    return withholdLent(this.#context, this.#branch, tip, since, [...lent, ...(await setupLinks(this.#context))])
  }

  beginMerge(other: string): Promise<readonly string[]> {
    return beginMerge(this.#context, this.#branch, other)
  }

  unresolved(among: readonly string[]): Promise<readonly string[]> {
    return unresolved(this.#context, among)
  }

  remove(): Promise<void> {
    return removeWorktree(this.#context)
  }
}
