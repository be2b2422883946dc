import type { IgnoredWork, KeptStash, LeftBehind } from '../domain/attempt-report.ts'
import type { StuckFolder } from '../domain/stuck-folder.ts'
import type { TrustedPrograms, UntrustedProgram } from '../domain/trusted-programs.ts'
import type { CheckoutPatch, CheckoutState, ConfigSetting } from './checkout-state.ts'

export type { CheckoutPatch, CheckoutState, ConfigSetting }

/**
 * The operations of the engine on one repository. Commits are full object ids, refs are full ref names, and paths are relative to the root
 * of the tree. Only `fastForwardCheckout` and `moveCheckoutBack` change the user's checkout (I2). Git never parses a text from a user or
 * agent as an option.
 */
export interface Repository {
  /** The path that the project's `repositoryPath` names. */
  readonly path: string
  /** The git directory of the repository, which all worktrees of the user share. */
  readonly commonDir: string
  /**
   * Environment variables that allow git in a worktree to clone submodules from the user's copies. There are none when the user has no
   * copies.
   */
  readonly submoduleAccess: Readonly<Record<string, string>>

  /**
   * @param ref a full ref name or an object id
   * @returns the commit, or null when there is none
   */
  resolve(ref: string): Promise<string | null>
  /**
   * Finds the commit that a person names: an id, which may be abbreviated, or a branch.
   * @returns null when there is no such commit
   */
  findCommit(text: string): Promise<string | null>
  tree(commit: string): Promise<string>
  /** @returns null when the commit has no parents */
  firstParent(commit: string): Promise<string | null>
  isAncestor(ancestor: string, descendant: string): Promise<boolean>
  /** @returns the best common ancestor, or null when the histories have no common commit */
  mergeBase(one: string, other: string): Promise<string | null>
  /** Moves a ref by compare-and-swap. When `from` is null, the ref must not exist. @returns false when the ref has another value */
  updateRef(ref: string, to: string, from: string | null): Promise<boolean>
  /**
   * Creates `ref` at `to`. It creates nothing when the ref exists, or a ref below one of the prefixes in `below`. It calls `store` before
   * it creates the ref (R1). So a crash in between leaves a record without its ref, never a ref without its record.
   *
   * @throws InvalidRepository when git allows no ref of this name
   */
  reserve<T>(ref: string, below: readonly string[], to: string, store: () => Promise<T | null>): Promise<Reservation<T>>
  /**
   * Deletes, in one transaction, each of the refs that still has the given commit. A ref that has another commit now stays. The call waits
   * only briefly for a lock of git, because nothing depends on the deletion.
   *
   * @throws when git cannot delete the refs
   */
  deleteRefs(refs: readonly { ref: string; commit: string }[]): Promise<void>
  /**
   * Returns the refs below a prefix such as `refs/heads/coppice/`. With `within`, it returns only refs whose commit is an ancestor of that
   * commit.
   */
  refs(prefix: string, within?: string): Promise<{ ref: string; commit: string }[]>
  /** Returns the names of the refs below some prefixes whose history contains the commit. */
  refsWith(commit: string, prefixes: readonly string[]): Promise<string[]>
  /** Returns whether the log of a ref has a move from one commit to another. It is false when the ref has no log. */
  hasLoggedMove(ref: string, from: string, to: string): Promise<boolean>

  /** Returns how many bytes on disk are kept only because of this ref. Git frees them some time after the ref is deleted. */
  bytesOnlyIn(ref: string, commit: string): Promise<number>
  /** Returns the time of a commit in ms. */
  commitTime(commit: string): Promise<number>

  /** Merges two commits in memory, without a working tree (D1). */
  mergeTree(ours: string, theirs: string): Promise<MergeTree>
  /**
   * Returns a file in conflict with markers around both sides and the common text. The markers call `ours` "merged first" and `theirs`
   * "this task".
   *
   * @returns null when the merge has no conflict, or when the file is absent, binary or larger than 256 KiB
   */
  conflictText(ours: string, theirs: string, path: string): Promise<string | null>
  /**
   * Merges two commits and resolves their conflict as the same conflict was resolved before. Two conflicts are the same when they have the
   * same paths, each with the same three blobs and modes.
   *
   * @returns null when no resolution of this conflict is remembered
   */
  recallResolution(ours: string, theirs: string): Promise<RecalledResolution | null>
  /**
   * Remembers how the tree of `merged` resolves the conflict of two commits. It remembers nothing when the conflict is not only in the
   * content of regular files, or when `merged` differs from git's own merge in a file that had no conflict. When the same conflict already
   * has a resolution, that resolution stays.
   *
   * @param message the whole message of the commit that keeps the resolution, with the trailers of the merge
   * @returns whether this resolution was remembered
   */
  rememberResolution(ours: string, theirs: string, merged: string, message: string): Promise<boolean>
  /**
   * Creates a commit object. Author and committer are the identity that the repository configures, or else Coppice.
   *
   * @param message the whole message, with trailers
   */
  commitTree(tree: string, parents: readonly string[], message: string): Promise<string>
  /** Frees the disk space of commits and trees that are on no ref. Call it when no merge is in progress: at the end of a run, and after a delivery by hand. */
  forgetDrafts(): Promise<void>
  /** Returns the environment variables that an agent needs to commit. There are none when the repository configures an identity. */
  identity(): Promise<Readonly<Record<string, string>>>
  /**
   * Returns the commits with a `Coppice-Task` trailer that are reachable from `tip` but not from `since`, newest first. Commits that only
   * the work of a task brought are left out (P5). With `first-parent`, the commits that came to the branch by any merge are left out. With
   * `descendants`, the commits whose history does not contain `since` are left out.
   */
  trailers(tip: string, since: string | null, line?: HistoryLine): Promise<TrailedCommit[]>
  /**
   * Returns the subjects of the commits that are reachable from `tip` but not from `since`, oldest first. Merges are left out.
   *
   * @param limit the largest number of subjects. The newest ones are returned
   */
  subjects(since: string, tip: string, limit: number): Promise<readonly string[]>
  /** Returns those of the paths that exist in a commit, sorted. Each is the path of a file, not a pattern. */
  existingPaths(commit: string, paths: readonly string[]): Promise<readonly string[]>
  /** Returns, for each commit, the paths that it changed compared to its first parent. */
  changedPaths(commits: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>
  /**
   * Returns the commits whose messages say that they revert other commits, in the words of `git revert`. They are reachable from `tips` and
   * not from `since`, newest first.
   */
  reverts(tips: readonly string[], since: string | null): Promise<RevertingCommit[]>
  /** Returns the paths that differ between two commits, with the numbers of added and removed lines. Both are null for a binary file. */
  diffStat(from: string, to: string): Promise<{ path: string; added: number | null; removed: number | null }[]>
  /**
   * Finds a lent path that a commit after `since` up to `tip` changed, even if a later commit changed it back (I5).
   * @returns the first such path, or null when there is none
   */
  committedLent(since: string, tip: string, lent: readonly string[]): Promise<string | null>

  /** Creates a worktree in the folder `slot`, which also gets a neighbour for the git directories. `branch` is created at `commit` or moved to it. When `branch` is null, HEAD is detached at `commit`. */
  addWorktree(slot: string, commit: string, branch: string | null): Promise<Worktree>
  /** Returns the folders of Coppice's slots directly below `root`, even if they no longer exist. */
  worktreesBelow(root: string): Promise<string[]>
  /**
   * Opens, after a restart, a worktree that `addWorktree` created. The folder of the worktree may no longer exist. A
   * worktree of an older version of Coppice is converted first, and no process of an attempt may use it meanwhile.
   *
   * @returns null when there is no such worktree
   */
  openWorktree(slot: string): Promise<Worktree | null>

  /**
   * Checks, before a start, that Coppice can write to the repository, that its disk has space, and that git can run the filters that the
   * attributes of a revision require, such as the filter of Git LFS.
   *
   * @throws InvalidRepository, which says what to do
   */
  assertReady(revision: string): Promise<void>
  /** Returns the programs, such as filters and merge drivers, that the present config makes git run. */
  programs(): Promise<TrustedPrograms>
  /** Returns the programs that differ from the trusted programs with which the repository was opened. Git does not run them (I2). */
  untrustedPrograms(): Promise<readonly UntrustedProgram[]>

  /** Returns the state of the user's checkout. A comparison of two states shows whether something changed the checkout (I2). */
  checkoutState(): Promise<CheckoutState>
  /**
   * Returns a binary patch of the differences between HEAD and the user's checkout, including untracked files. Its size is limited.
   *
   * @param since an earlier state, read at `atMs`. Untracked files that were there, and have not changed since, are left out.
   */
  checkoutPatch(since?: { state: CheckoutState; atMs: number }): Promise<CheckoutPatch>
  /**
   * Follows a symbolic ref to the ref at its end, which is `ref` itself when it is not symbolic. The operations below follow their branch in
   * the same way, except a branch of Coppice.
   */
  realRef(ref: string): Promise<string>
  /** @returns the path of the worktree, main or linked, in which the branch is checked out, or null when there is none */
  checkoutOf(branchRef: string): Promise<string | null>
  /**
   * Returns which checkout a delivery to the branch would move, and what would prevent the delivery now.
   *
   * @param coming the commits to which the delivery may move the branch, as far as they are known
   */
  deliveryPreview(branchRef: string, coming: readonly string[]): Promise<DeliveryPreview>
  /**
   * Ends a delivery to a checkout that a crash interrupted. If the branch has already moved, it completes the delivery. Otherwise it takes
   * the delivery back.
   *
   * @returns a reason when it could not end the delivery. Then everything stays as it is
   */
  settleInterruptedDelivery(): Promise<Forwarded>
  /** Moves a branch that is checked out nowhere from `from` to `to`. When `from` is null, it creates the branch. */
  fastForwardBranch(branchRef: string, from: string | null, to: string): Promise<Forwarded>
  /** Moves the checkout at `path`, which is on `branchRef`, from `from` to its descendant `to`. It moves only a clean checkout (D2). */
  fastForwardCheckout(path: string, branchRef: string, from: string, to: string): Promise<Forwarded>
  /** Moves the checkout at `path`, which is on `branchRef`, from `from` back to its ancestor `to`. It moves only a clean checkout (D2). */
  moveCheckoutBack(path: string, branchRef: string, from: string, to: string): Promise<Forwarded>
}

/** `note` is for people. It says what became of the checkout when the branch moved and the checkout did not. */
export type Forwarded = { ok: true; note?: string } | { ok: false; reason: string }

export interface DeliveryPreview {
  /** The commit of the branch. It is null when there is no such branch. */
  commit: string | null
  /** The path of the checkout that is on the branch. It is null when there is none. */
  checkout: string | null
  obstacles: readonly DeliveryObstacle[]
}

/** Something that would prevent a delivery (D2), such as uncommitted changes in the checkout. */
export interface DeliveryObstacle {
  /** What to do, as a part of a sentence. It is null when `what` says it. */
  help: string | null
  /** A sentence for people, without its full stop. */
  what: string
  /** The first few of the paths that prevent it, relative to the checkout. */
  paths: readonly string[]
  totalPaths: number
}

/**
 * How the reservation of a ref ended. With `taken`, the ref, or a ref below one of the prefixes, exists already. With `refused`, `store`
 * returned null. In both cases no ref was created.
 */
export type Reservation<T> = { is: 'reserved'; stored: T } | { is: 'taken' } | { is: 'refused' }

export type MergeTree = { clean: true; tree: string } | { clean: false; files: readonly string[] }

/** A merge that a remembered resolution made possible. */
export interface RecalledResolution {
  /** The tree of the merge. */
  tree: string
  ref: string
  /** The commit that keeps the resolution. */
  commit: string
  /** When it was remembered, in ms. Git stores whole seconds. */
  time: number
  /** The project, the run and the task of the merge from which the resolution comes. */
  project: string | null
  run: number | null
  task: string
}

export type HistoryLine = 'all' | 'first-parent' | 'descendants'

export interface TrailedCommit {
  commit: string
  parents: readonly string[]
  /** The value of the trailer `Coppice-Project`. It is null when the commit has none. */
  project: string | null
  run: number | null
  epic: string | null
  task: string
  session: number | null
  /** The value of the trailer `Coppice-Verified`. It is null when the commit has none, because the project has no verify commands. */
  verified: string | null
}

/** A commit that reverts others. */
export interface RevertingCommit {
  commit: string
  /**
   * The reverted commits. An id may be abbreviated. When `since` is null, the revert undoes only `commit`. Otherwise `commit` is a merge,
   * and the revert undoes every commit that is in the history of this merge but not in the history of `since`.
   */
  reverted: readonly { commit: string; since: string | null }[]
}

/** The result of `withholdLent`. */
export interface Withheld {
  tip: string
  paths: readonly string[]
}

/**
 * A setting that hides the working tree of an agent from git, such as `core.bare=true`, and the text of the config file that contains it.
 */
export interface HidingConfig extends ConfigSetting {
  text: string
}

/**
 * A git working tree that belongs to exactly one attempt at a time (I1). Its agent has a git directory of its own, which borrows the
 * objects of the repository (I2).
 */
export interface Worktree {
  readonly path: string
  /** The folder of an earlier worktree, which could not be deleted when this worktree took its place. It is null when there is none. */
  readonly stuck: StuckFolder | null
  /**
   * Checks that an agent has not replaced the worktree (I2).
   *
   * @throws when the folder is not this worktree of this repository at `commit`
   */
  assertAt(commit: string): Promise<void>
  /**
   * Makes the working tree clean at `commit`. `branch` is created at `commit` or moved to it. When `branch` is null, HEAD is detached.
   * Ignored files are deleted, except those that match a pattern in `keepIgnored` (I5).
   */
  reset(commit: string, branch: string | null, keepIgnored: readonly string[]): Promise<void>
  /** Ends the lease: files in the worktree no longer count as work. All work must be on a ref before (D5). */
  release(): Promise<void>
  /** @returns whether files in the worktree count as work. It is false after a release, and before the first reset is complete. */
  holdsWork(): Promise<boolean>
  /** @returns whether the worktree was given to an attempt that starts at `commit` on `branch`, and was not released since */
  isLeasedAt(commit: string, branch: string): Promise<boolean>
  /**
   * Stores the content of the worktree after setup and before the agent starts. Changes of setup that the agent leaves as they are will not
   * be committed (I5). The copied and linked paths in `except` are left out.
   */
  noteSetup(except: readonly string[]): Promise<void>
  /**
   * Brings the agent's commits into the repository, and commits all uncommitted changes, also in the middle of a merge or rebase. The
   * copied and linked paths in `except` stay out (I5). If the folder no longer exists, only the agent's commits are brought in.
   *
   * @returns the tip, also if there was nothing to commit
   */
  commitAll(message: string, except: readonly string[]): Promise<string>
  /**
   * Like `commitAll`, for a session that ended earlier. If another attempt of the task, or a person, has moved the work branch meanwhile,
   * the branch stays where it is, and the work goes to a kept ref.
   */
  keepAll(message: string, except: readonly string[]): Promise<void>
  /**
   * Returns the commits outside of the work, such as a stash, that `commitAll` has found since the last reset.
   *
   * @returns null when there were none
   */
  leftBehind(): LeftBehind | null
  /**
   * Returns a setting in the agent's git directory that hides the working tree from git (I2).
   *
   * @returns null when there is none, and `unreadable` when the agent's config is too large or cannot be read
   */
  hidingConfig(): Promise<HidingConfig | 'unreadable' | null>
  /**
   * Commits the ignored files that the agent wrote, and puts the commit on a kept ref (D5). The copied and linked paths in `except` are
   * left out.
   *
   * @returns null when the agent wrote no ignored file
   */
  keepIgnored(except: readonly string[]): Promise<IgnoredWork | null>
  /**
   * Copies what the agent wrote in submodules into the user's copy of the submodule, and puts it on kept refs there (D5): commits, the stash,
   * and files that the agent did not commit. If the user has no copy, it goes into the user's repository. A commit does not count if one of
   * the commits or branches in `since` already records it for that submodule. Call it after `commitAll`.
   */
  keepSubmodules(since: readonly string[], tip: string): Promise<SubmoduleWork>
  /**
   * Removes lent paths from the commits after `since` up to `tip` by rewriting these commits (I5). This includes paths that an agent
   * committed and later deleted.
   *
   * @param tip the result of `commitAll`
   * @returns the new tip, or `tip` if no commit contained a lent path; and the lent paths that were found
   */
  withholdLent(tip: string, since: readonly string[], lent: readonly string[]): Promise<Withheld>
  /** Starts merging `other` without committing. @returns the conflicting paths */
  beginMerge(other: string): Promise<readonly string[]>
  /**
   * Returns the paths with unmerged entries, and the paths of `among` with new conflict markers (D4). When git cannot read the agent's
   * index and the agent has not committed, nothing shows which conflicts are resolved, so it returns all of `among`.
   */
  unresolved(among: readonly string[]): Promise<readonly string[]>
  /** Removes the worktree's folder and its git directories. The branch stays. The caller has put all work in it on a ref (D5). */
  remove(): Promise<void>
}

/** Opens repositories. It is the engine's only access to git. */
export interface Git {
  /**
   * Opens a repository.
   *
   * @param trusted the only filters and merge drivers that git may run (I2). Without it, git may run those of the present config.
   * @param projectId the project that gets a pin for each run branch and work branch that is moved. Without it, no pin is made.
   * @throws InvalidRepository, which says what to do, when the path does not exist, is not a repository, has no commit, or has a branch
   *   `coppice`, which would prevent refs below that name (I4)
   */
  open(path: string, trusted?: TrustedPrograms | null, projectId?: string): Promise<Repository>
  /** Checks the installed git. @throws when git is missing or older than 2.38. The error says what to do. */
  assertUsable(): Promise<void>
}

/** What an agent left in submodules. All paths are those of submodules. */
export interface SubmoduleWork {
  /** The new commit of these submodules is neither in the user's copy of the submodule nor on a branch of its remote. */
  lacking: readonly string[]
  /** These submodules have files that the agent changed and did not commit there. */
  edited: readonly string[]
  /** The agent's git directory, if git refused commits in it. It stays. */
  folder: string | null
  /** The stashes of the agent that are on kept refs now. */
  stashes: readonly KeptStash[]
}
