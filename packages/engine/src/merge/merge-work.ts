import type { Failure } from '../domain/records.ts'
import type { ReachFailPoint } from '../ports/fail-points.ts'
import type { MergeTree, Repository } from '../ports/git.ts'
import type { Verifier } from './verifier.ts'

export interface WorkToMerge {
  /** The full ref name of the run's branch, and its tip. */
  branch: string
  tip: string
  /** The finished work. Is null when the agent said that no change is needed. */
  workCommit: string | null
  /** D6: a tree that verify refused before, and what it said. */
  refused: { tree: string; failure: Failure } | null
  message(verified: boolean | null): string
  /** D3, `redBase: allow`: a merge may be red as long as every tree before it was red. */
  mayBeRed: boolean
}

export type MergeOutcome =
  | { is: 'merged'; commit: string; red: boolean }
  | { is: 'conflict'; files: readonly string[] }
  | { is: 'refused'; tree: string; failure: Failure }
  /** Coppice itself failed. This says nothing about the work. */
  | { is: 'broken'; failure: Failure }
  /** The branch is no longer where it was when the merge began. Nothing was merged. */
  | { is: 'tip-moved' }
  /** The commit of the finished work is no longer in the repository. */
  | { is: 'work-lost' }
  | { is: 'aborted' }

export interface MergeWatch {
  /** Called when verify begins. */
  onVerify(): Promise<void>
  reach: ReachFailPoint
}

/**
 * D1, D3: brings finished work into the run's branch. It merges in memory and verifies the merged tree. Only then it moves the ref, by
 * compare-and-swap from the tip that it merged with.
 */
export async function mergeWork(
  repository: Repository,
  verifier: Verifier,
  work: WorkToMerge,
  signal: AbortSignal,
  { onVerify, reach }: MergeWatch,
): Promise<MergeOutcome> {
  const merged = await mergedTree(repository, work)
  if (merged === null) return { is: 'work-lost' }
  if (!merged.clean) return { is: 'conflict', files: merged.files }
  const { tree } = merged
  if (tree === work.refused?.tree) return { is: 'refused', tree, failure: refusedAgain(work.refused.failure) }
  const parents = work.workCommit ? [work.tip, work.workCommit] : [work.tip]
  const verified = verifier.isNeeded ? true : null
  const commit = await repository.commitTree(tree, parents, work.message(verified))
  reach('merge.committed')
  if (verifier.isNeeded) await onVerify()
  const verdict = await verifier.verify(commit, signal)
  if (verdict.is === 'aborted' || signal.aborted) return { is: 'aborted' }
  if (verdict.is === 'broken') return verdict
  reach('merge.verified')
  if (verdict.is === 'passed') return move(repository, work, commit, false)
  if (!work.mayBeRed) return { is: 'refused', tree, failure: verdict.failure }
  return move(repository, work, await repository.commitTree(tree, parents, work.message(false)), true)
}

/** Repeats what verify said the first time: the agent or person who reads the second refusal needs the failing test too. */
const refusedAgain = ({ output }: Failure): Failure => ({
  class: 'work',
  reason: 'verify has refused this work on the same tree before',
  output,
})

/** @returns null when the work is no longer in the repository. It is looked for only after a failure: a look would cost each merge a call. */
async function mergedTree(repository: Repository, { tip, workCommit }: WorkToMerge): Promise<MergeTree | null> {
  if (!workCommit) return { clean: true, tree: await repository.tree(tip) }
  try {
    return await repository.mergeTree(tip, workCommit)
  } catch (error) {
    if ((await repository.resolve(workCommit)) === null) return null
    throw error
  }
}

async function move(repository: Repository, work: WorkToMerge, commit: string, red: boolean): Promise<MergeOutcome> {
  if (await repository.updateRef(work.branch, commit, work.tip)) return { is: 'merged', commit, red }
  return { is: 'tip-moved' }
}
