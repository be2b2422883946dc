import { shortRef } from '../domain/naming.ts'
import type { RunRecord } from '../domain/records.ts'
import type { Verifier } from './verifier.ts'

export interface ToVerify {
  run: Pick<RunRecord, 'branch' | 'baseBranch'>
  /** The tip of the run's branch. */
  tip: string
  /** Whether the tip may be red. If so, it is delivered only if verify passes now (D3). */
  red: boolean
}

export type TargetVerdict = { is: 'passed' } | { is: 'aborted' } | { is: 'refused'; reason: string }

/**
 * Verifies the commit to which a delivery moves a branch (D3). If this commit is the tip of the run, the run has verified it already, so it
 * is verified again only when `red`.
 */
export async function verifyTarget(
  verifier: Verifier,
  { run, tip, red }: ToVerify,
  commit: string,
  signal: AbortSignal,
): Promise<TargetVerdict> {
  if (commit === tip && !red) return { is: 'passed' }
  const verdict = await verifier.verify(commit, signal)
  if (verdict.is === 'passed' || verdict.is === 'aborted') return verdict
  if (verdict.is === 'broken') return { is: 'refused', reason: verdict.failure.reason }
  const what =
    commit === tip
      ? `verify fails on ${shortRef(run.branch)}`
      : `${run.baseBranch} has new commits, and verify fails for the run together with them`
  return { is: 'refused', reason: `${what}: ${verdict.failed[0].failure.reason}` }
}
