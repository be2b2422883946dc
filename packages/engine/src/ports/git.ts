import type { TrustedPrograms, UntrustedProgram } from '../domain/trusted-programs.ts'

/**
 * What the engine asks of one repository. Commits are full object ids, refs are full ref names, and paths are relative to the root of
 * the tree. Only `fastForwardCheckout` touches the user's checkout (I2, D2). Git never parses a text from a user or agent as an option.
 */
export interface Repository {
  /** The path that the project names. */
  readonly path: string
  /** The git directory shared by all worktrees. */
  readonly commonDir: string

  /** @returns the commit of a full ref name or object id, or null when it is absent */
  resolve(ref: string): Promise<string | null>
  tree(commit: string): Promise<string>
  /** @returns the commit that a commit was made on, or null when it has no parents */
  firstParent(commit: string): Promise<string | null>
  isAncestor(ancestor: string, descendant: string): Promise<boolean>
  /** Moves a ref by compare-and-swap. When `from` is null, the ref must not exist. @returns false when it has another value by now */
  updateRef(ref: string, to: string, from: string | null): Promise<boolean>
  /**
   * Makes `ref` at `to` when git can create it and no ref is `below` these prefixes. First `store` records who has it (R1), so a crash
   * in between leaves a record whose ref is still to be made, never a ref without a record. Throws InvalidRepository when git can
   * create no ref of such a name.
   */
  reserve<T>(ref: string, below: readonly string[], to: string, store: () => Promise<T | null>): Promise<Reservation<T>>
  /**
   * Deletes the refs that still have these values, in one transaction. The others stay. Throws when git cannot do it, and does not
   * wait long for a lock, because nothing depends on the deletion.
   */
  deleteRefs(refs: readonly { ref: string; commit: string }[]): Promise<void>
  /** Returns full names below a prefix such as `refs/heads/coppice/`, with their commits. With `within`, only those that this commit contains. */
  refs(prefix: string, within?: string): Promise<{ ref: string; commit: string }[]>

  /** D1: merges two commits in memory. */
  mergeTree(ours: string, theirs: string): Promise<MergeTree>
  /** Makes a commit. The message contains its trailers. Author and committer are the repository's identity, or else Coppice's own. */
  commitTree(tree: string, parents: readonly string[], message: string): Promise<string>
  /** The variables that an agent needs to be able to commit: author and committer when none is configured, otherwise none. */
  identity(): Promise<Readonly<Record<string, string>>>
  /** Returns commits with a `Coppice-Task` trailer that are reachable from `tip` and not from `since`, newest first. */
  trailers(tip: string, since: string | null): Promise<TrailedCommit[]>
  /** Returns the paths that differ between two commits with their counts of changed lines. The counts of binary files are null. */
  diffStat(from: string, to: string): Promise<{ path: string; added: number | null; removed: number | null }[]>

  /** Makes a worktree at `path` on `branch` (full ref name), which is created at or reset to `commit`. When `branch` is null, HEAD is detached. */
  addWorktree(path: string, commit: string, branch: string | null): Promise<Worktree>
  /** Returns worktrees of Coppice below `root` that git still knows, even when their folder is gone. */
  worktreesBelow(root: string): Promise<string[]>
  /** Opens a worktree that `addWorktree` made, after a restart. */
  openWorktree(path: string): Promise<Worktree | null>

  /** The programs that the config names now and git would run. */
  programs(): Promise<TrustedPrograms>
  /** I2: the programs that differ from those that the repository was opened with as `trusted`. Git does not run them. */
  untrustedPrograms(): Promise<readonly UntrustedProgram[]>

  /** The state of the user's checkout, for the tripwire (I2). */
  checkoutState(): Promise<CheckoutState>
  /** Makes a binary patch of what differs from HEAD in the user's checkout, untracked files included. */
  checkoutPatch(): Promise<Uint8Array>
  /** @returns the worktree of the repository, main or linked, in which a branch is checked out, or null */
  checkoutOf(branchRef: string): Promise<string | null>
  /** Returns where a delivery to the branch would go and what would refuse it now. `coming` lists the commits that it would bring, as far as known. */
  deliveryPreview(branchRef: string, coming: readonly string[]): Promise<DeliveryPreview>
  /** Moves a branch that is checked out nowhere from `from` to its descendant `to`. */
  fastForwardBranch(branchRef: string, from: string, to: string): Promise<Forwarded>
  /** Moves the checkout at `path`, which is on `branchRef`, from `from` to its descendant `to`. It refuses unless the checkout is clean as D2 defines it. */
  fastForwardCheckout(path: string, branchRef: string, from: string, to: string): Promise<Forwarded>
}

export type Forwarded = { ok: true } | { ok: false; reason: string }

export interface DeliveryPreview {
  /** The commit of the branch. Is null when there is no such branch. */
  commit: string | null
  /** The path of the checkout that is on the branch. Is null when there is none. */
  checkout: string | null
  obstacles: readonly DeliveryObstacle[]
}

/** D2: something that would refuse a delivery. */
export interface DeliveryObstacle {
  /** A sentence without its full stop. */
  what: string
  /** The first paths, relative to the checkout. */
  paths: readonly string[]
  totalPaths: number
}

/** `refused` means that `store` returned null and no ref was made. */
export type Reservation<T> = { is: 'reserved'; stored: T } | { is: 'taken' } | { is: 'refused' }

export type MergeTree = { clean: true; tree: string } | { clean: false; files: readonly string[] }

export interface TrailedCommit {
  commit: string
  /** The trailer `Coppice-Project`. Is null when it is absent. */
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

/** I1: a git working tree that belongs to exactly one attempt at a time. */
export interface Worktree {
  readonly path: string
  /** The commit it stands on. */
  head(): Promise<string>
  /** Throws unless the folder is this worktree of this repository, at `commit` (I2: fail closed). */
  assertAt(commit: string): Promise<void>
  /** Makes it clean at `commit` on `branch`, which is created or reset. When `branch` is null, HEAD is detached. Ignored files are deleted, except `keepIgnored` (I5). */
  reset(commit: string, branch: string | null, keepIgnored: readonly string[]): Promise<void>
  /** I5: remembers the untracked symbolic links that setup left. They are not committed as long as they stay unchanged. */
  noteSetup(): Promise<void>
  /**
   * Commits everything uncommitted, also in the middle of a merge or rebase, except the copied and linked paths of `except` (I5).
   * @returns the tip, changed or not
   */
  commitAll(message: string, except: readonly string[]): Promise<string>
  /**
   * I5: makes the commits from `since` to `tip`, which `commitAll` returned, anew without lent paths. This includes paths that an agent
   * committed and removed again.
   * @returns the new tip, changed or not, and the lent paths that some commit contained
   */
  withholdLent(tip: string, since: readonly string[], lent: readonly string[]): Promise<Withheld>
  /** Starts merging `other` without committing. @returns the conflicting paths */
  beginMerge(other: string): Promise<readonly string[]>
  /** D4: returns paths with unmerged entries, and paths of `among` with new conflict markers. */
  unresolved(among: readonly string[]): Promise<readonly string[]>
  /** Removes the worktree: its folder and git's entry. The branch stays. All work in it must be on a ref (D5). */
  remove(): Promise<void>
}

export interface CheckoutState {
  /** The branch's ref, or the commit of a detached HEAD. */
  head: string
  headCommit: string
  /** A hash of the index, the config and the hooks. */
  meta: string
  /** The output of `git status --porcelain=v2 -z`, untracked files included. */
  status: string
}

/** Opens repositories. It is the engine's only access to git. */
export interface Git {
  /**
   * Opens a repository. Git runs only the programs of `trusted` (I2); when absent, the programs that the config names now. Throws
   * InvalidRepository, with what to do, when the path is missing, a file, no repository, a bare repository without commits, or has a
   * branch `coppice` (I4).
   */
  open(path: string, trusted?: TrustedPrograms | null): Promise<Repository>
  /** Throws, with what to do, when git is missing or older than 2.38. */
  assertUsable(): Promise<void>
}
