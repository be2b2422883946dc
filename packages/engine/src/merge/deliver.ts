import { branchRef, shortRef } from '../domain/naming.ts'
import type { RunRecord } from '../domain/records.ts'
import type { Repository } from '../ports/git.ts'
import type { Verifier } from './verifier.ts'
import { verifyTarget } from './verify-target.ts'

/**
 * The result of a delivery:
 *
 * - `delivered`: the base branch is at `commit`, which contains the work. `note` says it when the checkout did not move with the branch.
 * - `contained`: the base branch already contained the work, so it did not move.
 * - `refused`: the base branch did not move, and `reason` says why and what to do.
 * - `aborted`: the delivery was stopped before the base branch moved.
 */
export type DeliveryOutcome =
  | { is: 'delivered'; commit: string; note: string | null }
  | { is: 'contained'; commit: string }
  | { is: 'refused'; reason: string }
  | { is: 'aborted' }

export interface ToDeliver {
  run: Pick<RunRecord, 'number' | 'branch' | 'baseBranch' | 'deliveryTarget'>
  /** The tip of the run's branch. */
  tip: string
  /** Whether the tip was merged although verify failed. If so, it is delivered only if verify passes now (D3). */
  red: boolean
}

/** How often a delivery is tried when each time somebody moves the base branch between the merge with it and its move. */
const MOST_TRIES = 5

/**
 * Delivers a run: moves the base branch to the run's merged and verified state. If a checkout is on the base branch, the checkout is
 * fast-forwarded, but only if it is clean (D2). If the base branch is checked out nowhere, it moves by compare-and-swap. If somebody has moved
 * the base branch meanwhile, the delivery starts again with the new base.
 *
 * @param begin stores the target commit and the commit from which the base branch moves, before it moves (R1). When it returns false, the
 * delivery is aborted.
 */
export async function deliver(
  repository: Repository,
  verifier: Verifier,
  work: ToDeliver,
  signal: AbortSignal,
  begin: (target: string, from: string) => Promise<boolean>,
): Promise<DeliveryOutcome> {
  const ref = branchRef(work.run.baseBranch)
  for (let tries = 1; ; tries += 1) {
    const settled = await repository.settleInterruptedDelivery()
    if (!settled.ok) return refuse(work, settled.reason)
    const base = await repository.resolve(ref)
    if (base === null) return refuse(work, `somebody deleted the base branch ${work.run.baseBranch}`)
    if (await repository.isAncestor(work.tip, base)) return alreadyThere(repository, work, base)
    const target = await withBase(repository, work, base)
    if (!target.ok) return refuse(work, target.reason)
    const verdict = await verifyTarget(verifier, work, target.commit, signal)
    if (verdict.is === 'aborted') return verdict
    if (verdict.is === 'refused') return refuse(work, verdict.reason)
    if (!(await begin(target.commit, base))) return { is: 'aborted' }
    const outcome = await moveBase(repository, work, ref, base, target.commit)
    if (outcome.is !== 'refused' || tries === MOST_TRIES || (await repository.resolve(ref)) === base) return outcome
  }
}

/**
 * Decides between `delivered` and `contained` when the base branch contains the work. If this delivery stored a target before and the
 * base branch contains the target, an earlier server moved the branch and died before it recorded that (R1).
 */
async function alreadyThere(repository: Repository, { run }: ToDeliver, base: string): Promise<DeliveryOutcome> {
  return (await deliveredBefore(repository, run)) === null
    ? { is: 'contained', commit: base }
    : { is: 'delivered', commit: base, note: null }
}

/**
 * Finds out whether a delivery that stored its target has moved the base branch, before a crash or an error ended it (R1).
 * @returns the tip of the base branch, or null when the delivery has not moved it
 */
export async function deliveredBefore(
  repository: Repository,
  { baseBranch, deliveryTarget }: Pick<RunRecord, 'baseBranch' | 'deliveryTarget'>,
): Promise<string | null> {
  const base = await repository.resolve(branchRef(baseBranch))
  const target = deliveryTarget && (await repository.resolve(deliveryTarget))
  return base && target && (await repository.isAncestor(target, base)) ? base : null
}

/** Returns the commit to deliver: the tip, or a merge of the tip with the base branch when the base branch has moved. */
async function withBase(repository: Repository, { tip, run }: ToDeliver, base: string) {
  if (await repository.isAncestor(base, tip)) return { ok: true, commit: tip } as const
  const merged = await repository.mergeTree(tip, base)
  if (!merged.clean) {
    const files = merged.files.join(', ')
    return { ok: false, reason: `${run.baseBranch} has new commits that conflict with the run in ${files}` } as const
  }
  const message = `Merge ${run.baseBranch} into ${shortRef(run.branch)}\n`
  return { ok: true, commit: await repository.commitTree(merged.tree, [tip, base], message) } as const
}

async function moveBase(
  repository: Repository,
  work: ToDeliver,
  ref: string,
  base: string,
  target: string,
): Promise<DeliveryOutcome> {
  const checkout = await repository.checkoutOf(ref)
  const moved =
    checkout === null
      ? await repository.fastForwardBranch(ref, base, target)
      : await repository.fastForwardCheckout(checkout, ref, base, target)
  return moved.ok ? { is: 'delivered', commit: target, note: moved.note ?? null } : refuse(work, moved.reason)
}

function refuse({ run }: ToDeliver, reason: string): DeliveryOutcome {
  const branch = shortRef(run.branch)
  const again = `fix this and run \`coppice deliver ${run.number}\``
  const byHand = `run \`git merge ${branch}\` on ${run.baseBranch}`
  return { is: 'refused', reason: `${reason}. The work is on ${branch}. To deliver it, ${again}, or ${byHand}.` }
}
