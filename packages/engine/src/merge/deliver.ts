import { branchRef, shortRef } from '../domain/naming.ts'
import type { Repository } from '../ports/git.ts'
import type { Verifier } from './verifier.ts'

export type DeliveryOutcome =
  | { is: 'delivered'; commit: string }
  | { is: 'refused'; reason: string }
  | { is: 'aborted' }

export interface ToDeliver {
  baseBranch: string
  runBranch: string
  /** The run's tip, merged and verified. */
  tip: string
  /** The tip was merged while verify was red (D3): it is delivered only if it passes now. */
  red: boolean
  message: string
}

/**
 * Moves the base branch to the run's merged and verified state (D2): by fast-forward of the checkout that is on it and clean, by
 * compare-and-swap where it is checked out nowhere, otherwise not at all. `begin` stores the target before anything moves (R1);
 * its answer may call the delivery off.
 */
export async function deliver(
  repository: Repository,
  verifier: Verifier,
  work: ToDeliver,
  signal: AbortSignal,
  begin: (target: string) => Promise<boolean>,
): Promise<DeliveryOutcome> {
  const ref = branchRef(work.baseBranch)
  const base = await repository.resolve(ref)
  if (base === null) return refuse(work, `the base branch ${work.baseBranch} is gone`)
  if (await repository.isAncestor(work.tip, base)) return { is: 'delivered', commit: base }
  const target = await joined(repository, work, base)
  if (!target.ok) return refuse(work, target.reason)
  const verdict = await verifyTarget(verifier, work, target.commit, signal)
  if (verdict !== 'passed') return verdict
  if (!(await begin(target.commit))) return { is: 'aborted' }
  return moveBase(repository, work, ref, base, target.commit)
}

/** When the base has moved, it is merged in first. */
async function joined(repository: Repository, work: ToDeliver, base: string) {
  if (await repository.isAncestor(base, work.tip)) return { ok: true, commit: work.tip } as const
  const merged = await repository.mergeTree(work.tip, base)
  if (!merged.clean) {
    const files = merged.files.join(', ')
    return { ok: false, reason: `${work.baseBranch} has moved and conflicts with the run in ${files}` } as const
  }
  return { ok: true, commit: await repository.commitTree(merged.tree, [work.tip, base], work.message) } as const
}

async function verifyTarget(
  verifier: Verifier,
  work: ToDeliver,
  commit: string,
  signal: AbortSignal,
): Promise<'passed' | DeliveryOutcome> {
  if (commit === work.tip && !work.red) return 'passed'
  const verdict = await verifier.verify(commit, signal)
  if (verdict.is === 'passed') return 'passed'
  if (verdict.is === 'aborted') return { is: 'aborted' }
  if (verdict.is === 'broken') return refuse(work, verdict.failure.reason)
  const what = work.red ? 'the run ended red' : `${work.baseBranch} has moved, and the two together do not pass`
  return refuse(work, `${what}: ${verdict.failure.reason}`)
}

async function moveBase(
  repository: Repository,
  work: ToDeliver,
  ref: string,
  base: string,
  target: string,
): Promise<DeliveryOutcome> {
  if (base === target) return { is: 'delivered', commit: target }
  const checkout = await repository.checkoutOf(ref)
  if (checkout === null) {
    const moved = await repository.updateRef(ref, target, base)
    return moved ? { is: 'delivered', commit: target } : refuse(work, `${work.baseBranch} moved in the meantime`)
  }
  const forwarded = await repository.fastForwardCheckout(checkout, ref, base, target)
  return forwarded.ok ? { is: 'delivered', commit: target } : refuse(work, forwarded.reason)
}

function refuse(work: ToDeliver, reason: string): DeliveryOutcome {
  const branch = shortRef(work.runBranch)
  return {
    is: 'refused',
    reason: `${reason}. The work is on ${branch}: take it with \`git merge ${branch}\` on ${work.baseBranch}.`,
  }
}
