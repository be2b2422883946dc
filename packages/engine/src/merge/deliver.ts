import { branchRef, shortRef } from '../domain/naming.ts'
import type { RunRecord } from '../domain/records.ts'
import type { Repository } from '../ports/git.ts'
import type { Verifier } from './verifier.ts'

/** `contained` means that the base branch holds the work already, so nothing moves. */
export type DeliveryOutcome =
  | { is: 'delivered' | 'contained'; commit: string }
  | { is: 'refused'; reason: string }
  | { is: 'aborted' }

export interface ToDeliver {
  run: Pick<RunRecord, 'number' | 'branch' | 'baseBranch' | 'deliveryTarget'>
  /** The tip of the run's branch, merged and verified. */
  tip: string
  /** D3: the tip may have been merged while verify was red. Then it is delivered only if it passes now. */
  red: boolean
}

/**
 * D2: moves the base branch to the run's merged and verified state. When a clean checkout is on the branch, the checkout is
 * fast-forwarded. When the branch is checked out nowhere, it moves by compare-and-swap. Otherwise it does not move. `begin` stores the
 * target before anything moves (R1), and may call the delivery off.
 */
export async function deliver(
  repository: Repository,
  verifier: Verifier,
  work: ToDeliver,
  signal: AbortSignal,
  begin: (target: string) => Promise<boolean>,
): Promise<DeliveryOutcome> {
  const ref = branchRef(work.run.baseBranch)
  const base = await repository.resolve(ref)
  if (base === null) return refuse(work, `somebody deleted the base branch ${work.run.baseBranch}`)
  if (await repository.isAncestor(work.tip, base)) return found(repository, work, base)
  const target = await joined(repository, work, base)
  if (!target.ok) return refuse(work, target.reason)
  const verdict = await verifyTarget(verifier, work, target.commit, signal)
  if (verdict !== 'passed') return verdict
  if (!(await begin(target.commit))) return { is: 'aborted' }
  return moveBase(repository, work, ref, base, target.commit)
}

/** R1: when a server died after it had moved the base branch, this delivery is the reason that the work is there. */
async function found(repository: Repository, { run }: ToDeliver, base: string): Promise<DeliveryOutcome> {
  const target = run.deliveryTarget && (await repository.resolve(run.deliveryTarget))
  const isOurs = target && (await repository.isAncestor(target, base))
  return { is: isOurs ? 'delivered' : 'contained', commit: base }
}

/** A base branch that has moved is merged in first. */
async function joined(repository: Repository, { tip, run }: ToDeliver, base: string) {
  if (await repository.isAncestor(base, tip)) return { ok: true, commit: tip } as const
  const merged = await repository.mergeTree(tip, base)
  if (!merged.clean) {
    const files = merged.files.join(', ')
    return { ok: false, reason: `${run.baseBranch} has moved and conflicts with the run in ${files}` } as const
  }
  const message = `Merge ${run.baseBranch} into ${shortRef(run.branch)}\n`
  return { ok: true, commit: await repository.commitTree(merged.tree, [tip, base], message) } as const
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
  const what =
    commit === work.tip ? 'the run ended red' : `${work.run.baseBranch} has moved, and the two together do not pass`
  return refuse(work, `${what}: ${verdict.failure.reason}`)
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
  return moved.ok ? { is: 'delivered', commit: target } : refuse(work, moved.reason)
}

function refuse({ run }: ToDeliver, reason: string): DeliveryOutcome {
  const branch = shortRef(run.branch)
  const again = `fix that and deliver again with \`coppice deliver ${run.number}\``
  const byHand = `take it yourself with \`git merge ${branch}\` on ${run.baseBranch}`
  return { is: 'refused', reason: `${reason}. The work is on ${branch}: ${again}, or ${byHand}.` }
}
