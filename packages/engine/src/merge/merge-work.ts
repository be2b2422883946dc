import type { Failure } from '../domain/records.ts'
import type { ReachFailPoint } from '../ports/fail-points.ts'
import type { MergeTree, Repository } from '../ports/git.ts'
import { NO_CHECKS, namesOf, type RedChecks, whatGotWorse } from './failed-checks.ts'
import type { RememberedResolutions } from './remembered-resolutions.ts'
import type { Verifier } from './verifier.ts'

export interface WorkToMerge {
  /** The full ref name of the run's branch. */
  branch: string
  /** The tip of the run's branch, into which the work is merged. */
  tip: string
  /** The commit of the finished work. It is null when the agent reported that no change is needed. */
  workCommit: string | null
  /** The tree of an earlier merge of this work that verify refused, and the failure. It is null when there is none. */
  refused: { tree: string; failure: Failure } | null
  /** Writes the message. `resolution` names the run and the task whose remembered resolution is used, or is null. */
  message(verified: boolean | null, resolution: string | null): string
  /**
   * The checks that fail on the tip. Only they may fail on the merged tree (D3). It is empty, unless the project sets `redBase: allow` and no
   * tree of the run has passed verify yet.
   */
  red: RedChecks
}

export type MergeOutcome =
  /**
   * `red` has the checks that fail on the merged tree, as they did before. `resolution` names the run and the task whose remembered resolution
   * was used. It is null when none was needed. `verifiedWith` is the key of the task of a later merge, if verify passed on the tree of that merge
   * and not on that of this one.
   */
  | { is: 'merged'; commit: string; red: RedChecks; resolution: string | null; verifiedWith?: string | null }
  | { is: 'conflict'; files: readonly string[] }
  | { is: 'refused'; tree: string; failure: Failure }
  /** Coppice itself failed. The work may be good. */
  | { is: 'broken'; failure: Failure }
  /** Somebody moved the branch since the merge began. Nothing was merged. */
  | { is: 'tip-moved' }
  /** The commit of the finished work is no longer in the repository. */
  | { is: 'work-lost' }
  | { is: 'aborted' }

export interface MergeWatch {
  /** Is called before verify begins. */
  onVerify(): Promise<void>
  reach: ReachFailPoint
}

/**
 * Merges finished work into the run's branch. It merges in memory (D1) and verifies the merged tree. It moves the branch only if verify
 * passes, or if it fails only in checks that failed before (D3). The move is a compare-and-swap from the tip with which the work was merged. When the work
 * conflicts, a remembered resolution of the same conflict is tried first (D4).
 */
export async function mergeWork(
  repository: Repository,
  verifier: Verifier,
  resolutions: RememberedResolutions,
  work: WorkToMerge,
  signal: AbortSignal,
  watch: MergeWatch,
): Promise<MergeOutcome> {
  const merged = await mergedTree(repository, work)
  if (merged === null) return { is: 'work-lost' }
  if (merged.clean)
    return verifyAndMerge(repository, verifier, work, { tree: merged.tree, resolution: null }, signal, watch)
  const conflict: MergeOutcome = { is: 'conflict', files: merged.files }
  // A remembered resolution is used only when verify decides about the merge, because only verify can show that the resolution does not
  // fit.
  const recalled =
    verifier.isNeeded && work.red.size === 0 && work.workCommit
      ? await resolutions.recall(work.tip, work.workCommit)
      : null
  if (recalled === null) return conflict
  const result = { tree: recalled.tree, resolution: resolutions.originOf(recalled) }
  const outcome = await verifyAndMerge(repository, verifier, work, result, signal, watch)
  if (outcome.is !== 'refused') return outcome
  await resolutions.forget(recalled)
  return conflict
}

interface MergeResult {
  tree: string
  resolution: string | null
}

/** Verifies the tree of a merge, commits it and moves the branch to it. */
async function verifyAndMerge(
  repository: Repository,
  verifier: Verifier,
  work: WorkToMerge,
  { tree, resolution }: MergeResult,
  signal: AbortSignal,
  { onVerify, reach }: MergeWatch,
): Promise<MergeOutcome> {
  // Whether a tree may be merged on a red tip depends on the tip. So an earlier refusal of the tree does not count there.
  if (work.red.size === 0 && tree === work.refused?.tree)
    return { is: 'refused', tree, failure: refusedAgain(work.refused.failure) }
  const parents = work.workCommit ? [work.tip, work.workCommit] : [work.tip]
  const verified = verifier.isNeeded ? true : null
  const commit = await repository.commitTree(tree, parents, work.message(verified, resolution))
  reach('merge.committed')
  if (verifier.isNeeded) await onVerify()
  const verdict = await verifier.verify(commit, signal, work.red.size === 0 ? 'first' : 'all')
  if (verdict.is === 'aborted' || signal.aborted) return { is: 'aborted' }
  if (verdict.is === 'broken') return verdict
  reach('merge.verified')
  if (verdict.is === 'passed') return move(repository, work, { commit, red: NO_CHECKS, resolution })
  const failure = whatGotWorse(verdict.failed, work.red)
  if (failure !== null) return { is: 'refused', tree, failure }
  const unverified = await repository.commitTree(tree, parents, work.message(false, resolution))
  return move(repository, work, { commit: unverified, red: namesOf(verdict.failed), resolution })
}

/**
 * Returns the failure when verify has already failed on the same tree. It contains the output of that verify, because the next agent needs to
 * see the failing test.
 */
const refusedAgain = ({ output }: Failure): Failure => ({
  class: 'work',
  isQuality: true,
  reason: 'verify has already failed for this work on the same tree, so it did not run again',
  output,
})

/**
 * Merges the work into the tip, as a tree without a commit.
 * @returns null when the commit of the work is no longer in the repository. This is checked only after a failure, to save a git call.
 */
export async function mergedTree(
  repository: Repository,
  { tip, workCommit }: Pick<WorkToMerge, 'tip' | 'workCommit'>,
): Promise<MergeTree | null> {
  if (!workCommit) return { clean: true, tree: await repository.tree(tip) }
  try {
    return await repository.mergeTree(tip, workCommit)
  } catch (error) {
    if ((await repository.resolve(workCommit)) === null) return null
    throw error
  }
}

async function move(
  repository: Repository,
  work: WorkToMerge,
  merge: { commit: string; red: RedChecks; resolution: string | null },
): Promise<MergeOutcome> {
  if (await repository.updateRef(work.branch, merge.commit, work.tip)) return { is: 'merged', ...merge }
  return { is: 'tip-moved' }
}
