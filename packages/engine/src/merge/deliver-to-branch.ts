import { shortCommit, shortRef } from '../domain/naming.ts'
import type { RunRecord } from '../domain/records.ts'
import type { Repository } from '../ports/git.ts'
import { branchObstacle } from './branch-obstacle.ts'
import type { Verifier } from './verifier.ts'
import { verifyTarget } from './verify-target.ts'

/**
 * The result of a delivery to the delivery branch:
 *
 * - `waits`: the branch is at the tip of the run. The base branch did not move, so the delivery stays PENDING, and `reason` says what to do.
 * - `refused`: the branch did not move, and `reason` says why and what to do.
 * - `aborted`: the delivery was stopped before the branch moved.
 */
export type BranchDeliveryOutcome = { is: 'waits' | 'refused'; reason: string } | { is: 'aborted' }

export interface ToDeliverToBranch {
  run: Pick<RunRecord, 'number' | 'branch' | 'baseBranch'>
  /** The tip of the run's branch. */
  tip: string
  /** Whether the tip was merged although verify failed. If so, it is delivered only if verify passes now (D3). */
  red: boolean
  /** The branch to which the run delivers. */
  to: string
}

/**
 * Moves the delivery branch forward to the tip of a run, or creates it there (ADR 0055). The branch gets exactly this tip, and no merge
 * with new commits of the base branch: the next run starts from the tip, so it can move the branch forward again. Nothing is recorded for
 * the case of a crash: the next server sees whether the branch is at the tip (R1).
 *
 * @param begin records that the branch is about to move. When it returns false, the delivery is aborted.
 */
export async function deliverToBranch(
  repository: Repository,
  verifier: Verifier,
  work: ToDeliverToBranch,
  signal: AbortSignal,
  begin: () => Promise<boolean>,
): Promise<BranchDeliveryOutcome> {
  const { tip, to } = work
  const verdict = await verifyTarget(verifier, work, tip, signal)
  if (verdict.is === 'aborted') return verdict
  if (verdict.is === 'refused') return refuse(work, verdict.reason, `Fix this in the next run`)
  const at = await repository.resolve(to)
  if (at === tip) return waits(work)
  const obstacle = await branchObstacle(repository, to, [tip])
  if (obstacle !== null) return refuse(work, obstacle.what, `${sentence(obstacle.help)}. Then ${byHand(work)}`)
  if (!(await begin())) return { is: 'aborted' }
  const moved = await repository.fastForwardBranch(to, at, tip)
  return moved.ok ? waits(work) : refuse(work, moved.reason, `To take it: ${byHand(work)}`)
}

function waits({ run, tip, to }: ToDeliverToBranch): BranchDeliveryOutcome {
  const branch = shortRef(to)
  return {
    is: 'waits',
    reason: `${branch} is at ${shortCommit(tip)}, with the merged work. To open a pull request, push it: \`git push REMOTE ${branch}\`. To move ${run.baseBranch} instead: \`coppice deliver ${run.number}\``,
  }
}

function refuse({ run, to }: ToDeliverToBranch, why: string, cure: string): BranchDeliveryOutcome {
  const deliver = `To move ${run.baseBranch} instead: \`coppice deliver ${run.number}\``
  const reason = `${shortRef(to)} did not move: ${why}. The work is on ${shortRef(run.branch)}. ${cure}. ${deliver}.`
  return { is: 'refused', reason }
}

const byHand = ({ run, to }: ToDeliverToBranch): string =>
  `run \`git fetch . ${shortRef(run.branch)}:${shortRef(to)}\`, or start another run`

const sentence = (text: string | null): string => (text === null ? '' : text.charAt(0).toUpperCase() + text.slice(1))
