import { branchRef, shortCommit, shortRef } from '../domain/naming.ts'
import type { RunRecord } from '../domain/records.ts'
import type { Repository } from '../ports/git.ts'
import { rewrittenBase } from './rewritten-base.ts'
import { undoMessage } from './undo-message.ts'
import type { Verifier } from './verifier.ts'

/**
 * The result of undoing a delivery:
 *
 * - `undone`: the work is not on the base branch any more, which is at `commit`. `reason` says how.
 * - `refused`: the base branch did not move, and `reason` says why and what to do.
 * - `aborted`: the undoing was stopped before the base branch moved.
 */
export type UndoOutcome =
  | { is: 'undone'; commit: string; reason: string }
  | { is: 'refused'; reason: string }
  | { is: 'aborted' }

export interface ToUndo {
  run: Pick<RunRecord, 'number' | 'branch' | 'baseBranch' | 'deliveryTarget'>
  /** The commit to which the delivery moved the base branch. */
  delivered: string
  /** The commit from which the delivery moved the base branch. */
  from: string
  /**
   * Whether something else was built on the delivery: a push, a later run, or the record of tasks that were marked done. If so, the base
   * branch is not moved back, because the work would return with the next pull or run.
   */
  isBuiltOn: boolean
  /** Returns what to do when later commits depend on the work. The reason of a refusal contains it, followed by `, then run …`. */
  cure: () => Promise<string>
}

/**
 * Removes delivered work from the base branch. If nothing came after the delivery, the base branch moves back. Otherwise a commit that
 * reverts the work is added, because moving back would remove the later commits.
 *
 * @param begin stores the target commit before the base branch moves (R1). When it returns false, the undoing is aborted.
 */
export async function undoDelivery(
  repository: Repository,
  verifier: Verifier,
  work: ToUndo,
  signal: AbortSignal,
  begin: (target: string) => Promise<boolean>,
): Promise<UndoOutcome> {
  const settled = await repository.settleInterruptedDelivery()
  if (!settled.ok) return refuse(work, settled.reason)
  const ref = branchRef(work.run.baseBranch)
  const base = await repository.resolve(ref)
  if (base === null) return refuse(work, `somebody deleted the base branch ${work.run.baseBranch}`)
  const done = await undoneBefore(repository, work, base)
  if (done !== null) return done
  if (base === work.delivered && !work.isBuiltOn) return moveBack(repository, work, ref, begin)
  return revert(repository, verifier, { ...work, ref, base }, signal, begin)
}

/**
 * Returns the outcome when the branch does not contain the delivery, or when the work was reverted before a crash or an error that prevented the
 * record of it (R1). In the second case, the branch contains the target that was stored. Otherwise it returns null.
 */
export async function undoneBefore(
  repository: Repository,
  work: Pick<ToUndo, 'run' | 'delivered' | 'from'>,
  base: string,
): Promise<UndoOutcome | null> {
  const { run, delivered, from } = work
  if (!(await repository.isAncestor(delivered, base))) {
    const reason = await rewrittenBase(repository, run, work, base)
    return reason === null ? undoneAt(base, movedBack(run, base)) : { is: 'refused', reason }
  }
  const target =
    run.deliveryTarget === from ? null : run.deliveryTarget && (await repository.resolve(run.deliveryTarget))
  return target && (await repository.isAncestor(target, base)) ? undoneAt(base, reverted(run, target)) : null
}

const withNote = (reason: string, note: string | undefined): string =>
  note === undefined ? reason : `${reason}; ${note}`
const undoneAt = (commit: string, reason: string): UndoOutcome => ({ is: 'undone', commit, reason })
const movedBack = ({ baseBranch }: ToUndo['run'], to: string) =>
  `${baseBranch} is at ${shortCommit(to)}, without the work`
const reverted = ({ baseBranch }: ToUndo['run'], by: string) =>
  `${baseBranch} has commit ${shortCommit(by)}, which reverts the work`

async function moveBack(
  repository: Repository,
  work: ToUndo,
  ref: string,
  begin: (target: string) => Promise<boolean>,
): Promise<UndoOutcome> {
  const { run, delivered, from } = work
  if (!(await begin(from))) return { is: 'aborted' }
  const checkout = await repository.checkoutOf(ref)
  const moved =
    checkout === null
      ? await repository.fastForwardBranch(ref, delivered, from)
      : await repository.moveCheckoutBack(checkout, ref, delivered, from)
  return moved.ok ? undoneAt(from, withNote(movedBack(run, from), moved.note)) : refuse(work, moved.reason)
}

async function revert(
  repository: Repository,
  verifier: Verifier,
  work: ToUndo & { ref: string; base: string },
  signal: AbortSignal,
  begin: (target: string) => Promise<boolean>,
): Promise<UndoOutcome> {
  const { run, ref, base } = work
  const tree = await treeWithout(repository, work)
  if (!tree.ok) return refuse(work, tree.reason, await work.cure())
  const delivered = await repository.trailers(work.delivered, work.from)
  // A task that a person marked done brought no change, so its mark stays.
  const merges = delivered.filter((one) => one.run !== null).map(({ commit }) => commit)
  const commit = await repository.commitTree(tree.tree, [base], undoMessage(run.number, merges))
  const verdict = await verifier.verify(commit, signal)
  if (verdict.is === 'aborted') return { is: 'aborted' }
  if (verdict.is === 'broken') return refuse(work, verdict.failure.reason)
  if (verdict.is === 'refused')
    return refuse(
      work,
      `without the work, ${run.baseBranch} does not pass verify (${verdict.failed[0].failure.reason})`,
      await work.cure(),
    )
  if (!(await begin(commit))) return { is: 'aborted' }
  const checkout = await repository.checkoutOf(ref)
  const moved =
    checkout === null
      ? await repository.fastForwardBranch(ref, base, commit)
      : await repository.fastForwardCheckout(checkout, ref, base, commit)
  return moved.ok ? undoneAt(commit, withNote(reverted(run, commit), moved.note)) : refuse(work, moved.reason)
}

/**
 * Returns the tree of the base branch without the delivered work. The base branch is merged with a commit that has the tree before the
 * delivery and the delivery as its parent. So only the changes of the delivery are taken back, and later changes stay.
 */
async function treeWithout(repository: Repository, { run, delivered, from, base }: ToUndo & { base: string }) {
  const before = await repository.commitTree(await repository.tree(from), [delivered], `Take back run ${run.number}\n`)
  const merged = await repository.mergeTree(base, before)
  if (merged.clean) return { ok: true, tree: merged.tree } as const
  const files = merged.files.join(', ')
  return { ok: false, reason: `later commits on ${run.baseBranch} changed the same lines in ${files}` } as const
}

function refuse({ run }: ToUndo, reason: string, cure = 'Fix this'): UndoOutcome {
  const again = `\`coppice undo ${run.number}\``
  return {
    is: 'refused',
    reason: `not undone: ${reason}. ${run.baseBranch} still has the work. ${cure}, then run ${again}. The work is also on ${shortRef(run.branch)}.`,
  }
}
