import { join } from 'node:path'
import { readText } from '../checkout/operation-in-progress.ts'
import { isAncestor } from '../history/is-ancestor.ts'
import { treeOf } from '../history/tree-of.ts'
import { commitTree } from '../merging/commit-tree.ts'
import { moveRef } from '../refs/move-ref.ts'
import { isObjectId } from '../refs/object-id.ts'
import { resolveCommit } from '../refs/resolve-commit.ts'
import { shareIndex } from './check-out.ts'
import { commitBeforeOperation } from './commit-before-operation.ts'
import { endOperations, removeLocks } from './end-operations.ts'
import { keepAside } from './keep-aside.ts'
import { shadowed } from './shadowed-worktree.ts'
import { stageAll } from './stage-all.ts'
import { setHead, switchTo } from './switch-to.ts'
import { withoutSetup } from './without-setup.ts'
import type { WorktreeContext } from './worktree-context.ts'
import { readRecord, type WorktreeRecord } from './worktree-record.ts'

/**
 * Commits everything that an agent wrote, and moves the work branch to the result (D5: nothing that an agent wrote is lost). Usually
 * HEAD is on the work branch. If the agent left HEAD elsewhere:
 *
 * - The work branch moves to HEAD. If it had commits that HEAD lacks, a kept ref keeps them.
 * - If the work branch already contains HEAD, the work branch stays.
 * - During a rebase or bisect the work branch stays as it was before, and a kept ref keeps the unfinished result.
 *
 * A merge in progress is committed with both parents, even with conflict markers. The caller must check `unresolved`. If git no longer
 * has the commit of HEAD, of the branch or of the start, the work becomes a commit without a parent.
 * @param except paths that are not committed (I5: copied and linked files)
 * @returns the tip of the work branch
 */
export async function commitAll(
  worktree: WorktreeContext,
  branch: string | null,
  message: string,
  except: readonly string[],
): Promise<string> {
  const { repo, gitDir } = worktree
  await removeLocks(worktree, branch)
  const branchTip = branch === null ? null : await resolveCommit(repo.git, repo.plumbing, branch)
  const record = await readRecord(gitDir)
  const head =
    (await headOf(worktree, branch, branchTip)) ??
    branchTip ??
    (await lastLogged(worktree)) ??
    (await startOf(worktree, record))
  if (record === null) {
    if (head === null)
      throw new Error(`${worktree.path} has no commit: its branch, git's log of HEAD and its record are missing`)
    return head
  }
  const snapshot = await commitSnapshot(worktree, record, head, message, except)
  const tip = await choose(worktree, head, snapshot, branch, branchTip)
  await settleOn(worktree, snapshot, tip, branch, branchTip)
  return tip
}

/** Returns the commit of HEAD, or null when there is none. If HEAD is on the work branch, no git process is started. */
async function headOf(
  { repo, place, gitDir }: WorktreeContext,
  branch: string | null,
  branchTip: string | null,
): Promise<string | null> {
  if (branchTip !== null && (await readText(join(gitDir, 'HEAD'))) === `ref: ${branch}`) return branchTip
  return resolveCommit(repo.git, place, 'HEAD')
}

/**
 * Reads the last commit from git's log of HEAD. It is needed when somebody deleted the branch that HEAD names.
 * @returns null when there is no such log, or git has removed the commit
 */
async function lastLogged({ repo, place, gitDir }: WorktreeContext): Promise<string | null> {
  const lines = ((await readText(join(gitDir, 'logs/HEAD'))) ?? '').trimEnd().split('\n')
  return resolveCommit(repo.git, place, lines.at(-1)?.split(' ')[1] ?? '')
}

/**
 * Returns the commit at which the attempt got the worktree. It is needed when somebody deleted the branch and git's logs.
 * @returns null when git has removed the commit
 */
async function startOf({ repo, place }: WorktreeContext, record: WorktreeRecord | null): Promise<string | null> {
  const start = record?.startCommit ?? null
  return start === null ? null : resolveCommit(repo.git, place, start)
}

/** Commits all uncommitted changes on top of `head`. @returns the new commit, or `head` when there is nothing to commit */
async function commitSnapshot(
  worktree: WorktreeContext,
  record: WorktreeRecord,
  head: string | null,
  message: string,
  except: readonly string[],
): Promise<string> {
  const { repo, place, gitDir } = worktree
  const merged = ((await readText(join(gitDir, 'MERGE_HEAD'))) ?? '').split('\n').filter(isObjectId)
  const left = await stageAll(worktree, head, except)
  const tree = record.setup ? await withoutSetup(worktree, record.setup, left) : left
  if (head !== null && merged.length === 0 && tree === (await treeOf(repo.git, place, head))) return head
  const parents = head === null ? merged : [head, ...merged]
  return commitTree(repo.git, place, tree, parents, message, await repo.identity())
}

/** Chooses the commit to which the work branch moves. It keeps the commits on kept refs that this commit does not contain. */
async function choose(
  worktree: WorktreeContext,
  head: string | null,
  snapshot: string,
  branch: string | null,
  branchTip: string | null,
): Promise<string> {
  const contains = (descendant: string, ancestor: string) =>
    isAncestor(worktree.repo.git, worktree.repo.plumbing, ancestor, descendant)
  const origin = await commitBeforeOperation(worktree)
  if (origin === null && head !== null && head === branchTip) return snapshot
  const candidate = origin ?? snapshot
  const branchHasIt = branchTip !== null && (await contains(branchTip, candidate))
  const tip = branchHasIt ? branchTip : candidate
  if (branch === null) return tip
  if (branchTip !== null && !(await contains(tip, branchTip))) await keepAside(worktree, branch, branchTip)
  if (!(await contains(tip, snapshot))) await keepAside(worktree, branch, snapshot)
  return tip
}

/** Moves the branch to `tip`, and then HEAD, the index and the files. The branch moves first, so that a crash in between loses no work. */
async function settleOn(
  worktree: WorktreeContext,
  snapshot: string,
  tip: string,
  branch: string | null,
  branchTip: string | null,
): Promise<void> {
  const { git, plumbing, lock } = worktree.repo
  if (branch !== null && tip !== branchTip && !(await lock.hold(() => moveRef(git, plumbing, branch, tip, branchTip))))
    throw new Error(`${branch} moved while its work was being committed`)
  await endOperations(worktree)
  if (snapshot !== tip) return switchTo(worktree, tip, branch)
  await setHead(worktree, tip, branch)
  await shareIndex(worktree, (await shadowed(worktree)).index)
}
