import type { TrustedPrograms, UntrustedProgram } from '../domain/trusted-programs.ts'

/**
 * What the engine asks of one repository. Commits are full object ids, refs full ref names, paths relative to the tree's root.
 * Nothing here touches the user's checkout but `fastForwardCheckout` (I2, D2). No text of a user or agent becomes an option.
 */
export interface Repository {
  /** The path that the project names. */
  readonly path: string
  /** The git directory shared by all worktrees. */
  readonly commonDir: string

  /** The commit of a full ref name or object id; null where it is absent. */
  resolve(ref: string): Promise<string | null>
  tree(commit: string): Promise<string>
  /** What a commit was made on; null for one without parents. */
  firstParent(commit: string): Promise<string | null>
  isAncestor(ancestor: string, descendant: string): Promise<boolean>
  /** Moves a ref from its old value (null: must not exist); false where it has another value by now. */
  updateRef(ref: string, to: string, from: string | null): Promise<boolean>
  /**
   * Makes `ref` at `to` where neither it nor a ref `below` that prefix is there, after `store` has recorded who has it (R1): a crash
   * between the two leaves a record whose ref is still to be made, never a ref that nobody knows.
   */
  reserve<T>(ref: string, below: string, to: string, store: () => Promise<T | null>): Promise<Reservation<T>>
  /**
   * Deletes those that still have these values, all in one go; the others stay. Throws where git cannot, and soon where a lock is in
   * its way: nothing hangs on it.
   */
  deleteRefs(refs: readonly { ref: string; commit: string }[]): Promise<void>
  /** Full names below a prefix such as `refs/heads/coppice/`, with their commits; with `within`, of those alone that it contains. */
  refs(prefix: string, within?: string): Promise<{ ref: string; commit: string }[]>

  /** Merges two commits in memory (D1). */
  mergeTree(ours: string, theirs: string): Promise<MergeTree>
  /** Message with trailers already in it; author and committer by the repository's identity, else Coppice's own. */
  commitTree(tree: string, parents: readonly string[], message: string): Promise<string>
  /** What an agent's environment needs to be able to commit: author and committer where none is configured, else nothing. */
  identity(): Promise<Readonly<Record<string, string>>>
  /** Commits reachable from `tip` and not from `since` that carry a `Coppice-Task` trailer, newest first. */
  trailers(tip: string, since: string | null): Promise<TrailedCommit[]>
  /** `path` and counts of changed lines between two commits; counts are null for binary files. */
  diffStat(from: string, to: string): Promise<{ path: string; added: number | null; removed: number | null }[]>

  /** Makes a worktree at `path` on `branch` (full ref name), which is created or reset to `commit`. Null: detached. */
  addWorktree(path: string, commit: string, branch: string | null): Promise<Worktree>
  /** Worktrees of Coppice below `root` that git still knows, whether or not their folder is there. */
  worktreesBelow(root: string): Promise<string[]>
  /** An existing worktree of `addWorktree`, after a restart. */
  openWorktree(path: string): Promise<Worktree | null>

  /** The programs that its config names now, which git would run. */
  programs(): Promise<TrustedPrograms>
  /** Those that are not as they were when it was opened as `trusted`; git does not run them (I2). */
  untrustedPrograms(): Promise<readonly UntrustedProgram[]>

  /** The state of the user's checkout, for the tripwire (I2). */
  checkoutState(): Promise<CheckoutState>
  /** What differs from HEAD in the user's checkout, untracked files included, as a binary patch. */
  checkoutPatch(): Promise<Uint8Array>
  /** Where a branch is checked out: any worktree of the repository, the main one included. */
  checkoutOf(branchRef: string): Promise<string | null>
  /** Where a delivery to the branch would go, and what would refuse it now. `coming`: commits that it would bring, as far as known. */
  deliveryPreview(branchRef: string, coming: readonly string[]): Promise<DeliveryPreview>
  /** Moves a branch that is checked out nowhere from `from` to its descendant `to`. */
  fastForwardBranch(branchRef: string, from: string, to: string): Promise<Forwarded>
  /** Moves the checkout at `path`, which is on `branchRef`, from `from` to its descendant `to`; refuses unless it is clean in the sense of D2. */
  fastForwardCheckout(path: string, branchRef: string, from: string, to: string): Promise<Forwarded>
}

export type Forwarded = { ok: true } | { ok: false; reason: string }

export interface DeliveryPreview {
  /** What the branch is at; null where there is no such branch. */
  commit: string | null
  /** Where it is checked out; null: nowhere. */
  checkout: string | null
  obstacles: readonly DeliveryObstacle[]
}

/** What would refuse a delivery (D2). */
export interface DeliveryObstacle {
  /** Without a full stop. */
  what: string
  /** The first of them, relative to the checkout. */
  paths: readonly string[]
  totalPaths: number
}

/** `refused`: `store` answered null; nothing was made. */
export type Reservation<T> = { is: 'reserved'; stored: T } | { is: 'taken' } | { is: 'refused' }

export type MergeTree = { clean: true; tree: string } | { clean: false; files: readonly string[] }

export interface TrailedCommit {
  commit: string
  /** Of the trailer `Coppice-Project`; null where it is absent. */
  project: string | null
  run: number | null
  epic: string | null
  task: string
  session: number | null
}

export interface Withheld {
  tip: string
  paths: readonly string[]
}

/** A git working tree leased to exactly one attempt (I1). */
export interface Worktree {
  readonly path: string
  /** The commit it stands on. */
  head(): Promise<string>
  /** Throws unless the folder is this worktree of this repository, at `commit` (I2: fail closed). */
  assertAt(commit: string): Promise<void>
  /** Makes it clean at `commit` on `branch` (created or reset; null: detached). Ignored files go, but for `keepIgnored` (I5). */
  reset(commit: string, branch: string | null, keepIgnored: readonly string[]): Promise<void>
  /** Remembers the symbolic links that setup left untracked; they are not committed while they stay as they are (I5). */
  noteSetup(): Promise<void>
  /** Commits all that is not committed, but for `except` (copied and linked paths, I5), also what stands in the middle of an operation; answers the tip, changed or not. */
  commitAll(message: string, except: readonly string[]): Promise<string>
  /**
   * Makes the commits from `since` to `tip`, which `commitAll` returned, anew without what was lent (I5), also where an agent
   * committed it and took it back. Answers the new tip, changed or not, and the lent paths that some commit held.
   */
  withholdLent(tip: string, since: readonly string[], lent: readonly string[]): Promise<Withheld>
  /** Starts merging `other` without committing; answers the conflicting paths. */
  beginMerge(other: string): Promise<readonly string[]>
  /** Paths with unmerged entries, and of `among` those with new conflict markers (D4). */
  unresolved(among: readonly string[]): Promise<readonly string[]>
  /** Removes the worktree, its folder and git's entry; the branch stays. Whatever it held must be on a ref (D5). */
  remove(): Promise<void>
}

export interface CheckoutState {
  /** Branch ref or commit. */
  head: string
  headCommit: string
  /** Hash of the index, the config and the hooks. */
  meta: string
  /** `git status --porcelain=v2 -z`, untracked files included. */
  status: string
}

/** Opens repositories; the engine's only door to git. */
export interface Git {
  /** `trusted`: the only programs that git runs (I2); absent: those that its config names now. Throws InvalidRepository (with what to do) where the path is missing, a file, no repository, bare without commits, or has a branch `coppice` (I4). */
  open(path: string, trusted?: TrustedPrograms | null): Promise<Repository>
  /** Throws with what to do where git is missing or older than 2.38. */
  assertUsable(): Promise<void>
}
