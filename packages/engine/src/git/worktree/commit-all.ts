import { join } from 'node:path'
import { readText } from '../checkout/operation-in-progress.ts'
import { isAncestor } from '../history/is-ancestor.ts'
import { treeOf } from '../history/tree-of.ts'
import { commitTree } from '../merging/commit-tree.ts'
import { moveRef } from '../refs/move-ref.ts'
import { isObjectId } from '../refs/object-id.ts'
import { resolveCommit } from '../refs/resolve-commit.ts'
import { detourHome } from './detour.ts'
import { endOperations, removeLocks } from './end-operations.ts'
import { keepAside } from './keep-aside.ts'
import { stageAll } from './stage-all.ts'
import { setHead, standAt } from './stand-at.ts'
import type { WorktreeContext } from './worktree-context.ts'
import { readRecord } from './worktree-record.ts'

/**
 * D5: puts everything that the agent wrote on a ref. Afterwards the tip of the work branch is the work. If the agent left HEAD elsewhere:
 *
 * - HEAD wins, on any branch or detached. Commits of the work branch that HEAD lacks stay on a kept ref.
 * - If the branch already contains HEAD, the branch wins.
 * - During a rebase or bisect the branch as it was before wins, and the unfinished result goes to a kept ref.
 *
 * A merge in progress is committed with both parents, even with conflict markers. The caller must check `unresolved`.
 */
export async function commitAll(
  worktree: WorktreeContext,
  branch: string | null,
  message: string,
  except: readonly string[],
): Promise<string> {
  const { repo, place, gitDir } = worktree
  await removeLocks(worktree, branch)
  const branchTip = branch === null ? null : await resolveCommit(repo.git, repo.plumbing, branch)
  const head = (await resolveCommit(repo.git, place, 'HEAD')) ?? branchTip ?? (await lastLogged(worktree))
  if (head === null) throw new Error(`${worktree.path} stands on no commit`)
  if ((await readRecord(gitDir)) === null) return head
  const snapshot = await commitSnapshot(worktree, head, message, except)
  const tip = await choose(worktree, snapshot, branch, branchTip)
  await settleOn(worktree, snapshot, tip, branch, branchTip)
  return tip
}

/**
 * Somebody deleted the branch that HEAD names. Git's log of HEAD still knows the commit, with whatever the agent committed.
 *
 * @returns null when there is no such log, or git has removed the commit
 */
async function lastLogged({ repo, place, gitDir }: WorktreeContext): Promise<string | null> {
  const lines = ((await readText(join(gitDir, 'logs/HEAD'))) ?? '').trimEnd().split('\n')
  return resolveCommit(repo.git, place, lines.at(-1)?.split(' ')[1] ?? '')
}

/** Commits everything uncommitted on top of HEAD. @returns HEAD itself when there is nothing to commit */
async function commitSnapshot(
  worktree: WorktreeContext,
  head: string,
  message: string,
  except: readonly string[],
): Promise<string> {
  const { repo, place, gitDir } = worktree
  const merged = ((await readText(join(gitDir, 'MERGE_HEAD'))) ?? '').split('\n').filter(isObjectId)
  const tree = await stageAll(worktree, except)
  if (merged.length === 0 && tree === (await treeOf(repo.git, place, head))) return head
  return commitTree(repo.git, place, tree, [head, ...merged], message, await repo.identity())
}

async function choose(
  worktree: WorktreeContext,
  snapshot: string,
  branch: string | null,
  branchTip: string | null,
): Promise<string> {
  const contains = (descendant: string, ancestor: string) =>
    isAncestor(worktree.repo.git, worktree.repo.plumbing, ancestor, descendant)
  const home = await detourHome(worktree)
  const candidate = home ?? snapshot
  const looksBack = branchTip !== null && (await contains(branchTip, candidate))
  const tip = looksBack ? branchTip : candidate
  if (branch === null) return tip
  if (branchTip !== null && !(await contains(tip, branchTip))) await keepAside(worktree, branch, branchTip)
  if (!(await contains(tip, snapshot))) await keepAside(worktree, branch, snapshot)
  return tip
}

/** Moves the branch first. After that nothing can be lost. */
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
  if (snapshot === tip) await setHead(worktree, tip, branch)
  else await standAt(worktree, tip, branch)
}
