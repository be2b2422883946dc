import type { AttemptOrder } from '../domain/attempt-order.ts'
import type { ReachFailPoint } from '../ports/fail-points.ts'
import type { Repository, Worktree } from '../ports/git.ts'
import type { RunSite } from './run-site.ts'

/** Puts the worktree of the slot at the start commit. If the order says so, it also begins a merge. */
export async function prepareTree(
  { repository, worktrees }: RunSite,
  { tree: { baseCommit, startCommit, branch }, begin, slot, equipment }: AttemptOrder,
  reach: ReachFailPoint,
): Promise<Worktree> {
  const { keepEarlierTip, mergeWith } = begin.is === 'anew' ? begin : { keepEarlierTip: null, mergeWith: null }
  if (keepEarlierTip !== null) {
    await keepTip(repository, branch, keepEarlierTip, baseCommit)
    reach('attempt.earlier-tip-kept')
  }
  const worktree = await worktrees.prepare(slot, startCommit, branch, equipment.keepIgnored)
  if (mergeWith !== null) {
    await worktree.beginMerge(mergeWith)
    reach('conflict.merge-begun')
  }
  return worktree
}

/** Creates a kept ref for the unmerged tip of an earlier attempt, before the work branch is used again (D5). */
async function keepTip(repository: Repository, branch: string, ref: string, base: string): Promise<void> {
  const tip = await repository.resolve(branch)
  if (tip === null || (await repository.isAncestor(tip, base))) return
  if ((await repository.resolve(ref)) === null) await repository.updateRef(ref, tip, null)
}
