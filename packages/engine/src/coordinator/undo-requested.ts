import { doneRef, shortCommit } from '../domain/naming.ts'
import type { RunRecord } from '../domain/records.ts'
import { undelivered } from '../domain/undelivered.ts'
import type { DeliveryEnding } from '../lifecycle/delivery-ending.ts'
import { beginRequestedUndo } from '../lifecycle/hand-delivery.ts'
import { type ToUndo, undoDelivery } from '../merge/undo-delivery.ts'
import type { Verifier } from '../merge/verifier.ts'
import type { Repository } from '../ports/git.ts'
import type { ExecutionDeps } from './run/run-context.ts'

/** Undoes the delivery of a run. @returns null when the server stops before the undoing has ended */
export async function undoRequested(
  deps: ExecutionDeps,
  repository: Repository,
  verifier: Verifier,
  run: RunRecord,
  signal: AbortSignal,
): Promise<DeliveryEnding | null> {
  const { deliveryCommit: delivered, deliveryFrom: from } = run
  if (delivered === null || from === null)
    throw new Error(`the database does not say which commits run ${run.number} delivered`)
  const work = { run, delivered, from, ...(await whatCameAfter(deps, repository, run, delivered)) }
  let isBlocked = false
  const outcome = await undoDelivery(repository, verifier, work, signal, async (target) => {
    const begun = await beginRequestedUndo(deps, run.id, target)
    deps.reach('undo.begun')
    isBlocked = begun === null
    return begun !== null && !signal.aborted
  })
  if (outcome.is === 'undone') {
    deps.reach('undo.base-moved')
    await deps.dispatch.checkoutMoved(repository.commonDir)
    return { status: 'UNDONE', commit: outcome.commit, moved: false, reason: outcome.reason }
  }
  if (outcome.is === 'refused') return notUndone(run, outcome.reason)
  return isBlocked
    ? notUndone(run, `not undone: a run has started meanwhile. When it has ended: \`coppice undo ${run.number}\``)
    : null
}

/** The ending of a refused request to undo a delivery. The run stays delivered. */
export const notUndone = ({ deliveryCommit }: RunRecord, reason: string): DeliveryEnding => ({
  status: 'DELIVERED',
  commit: deliveryCommit,
  moved: true,
  reason,
})

async function whatCameAfter(
  { store }: ExecutionDeps,
  repository: Repository,
  run: RunRecord,
  delivered: string,
): Promise<Pick<ToUndo, 'isBuiltOn' | 'cure'>> {
  const others = (await store.runs(run.projectId)).filter(({ id }) => id !== run.id)
  const marks = await repository.resolve(doneRef(run.projectId))
  const tips = [
    ...(await waitingTips(repository, others)),
    ...(await pushed(repository, run)),
    ...(marks ? [marks] : []),
  ]
  return { isBuiltOn: await isIn(repository, delivered, tips), cure: await cureOf(repository, run, others, delivered) }
}

/** The tips of the runs that the next run would carry in (P5). */
async function waitingTips(repository: Repository, runs: readonly RunRecord[]): Promise<string[]> {
  const tips = await Promise.all(undelivered(runs).map(({ branch }) => repository.resolve(branch)))
  return tips.filter((tip) => tip !== null)
}

/** The commits of the base branch in the remotes, as far as this repository knows them. */
async function pushed(repository: Repository, { baseBranch }: RunRecord): Promise<string[]> {
  const remote = await repository.refs('refs/remotes/')
  return remote.filter(({ ref }) => ref.endsWith(`/${baseBranch}`)).map(({ commit }) => commit)
}

async function isIn(repository: Repository, commit: string, tips: readonly string[]): Promise<boolean> {
  for (const tip of tips) if (await repository.isAncestor(commit, tip)) return true
  return false
}

async function cureOf(repository: Repository, run: RunRecord, others: readonly RunRecord[], delivered: string) {
  for (const { number, deliveryStatus, deliveryFrom } of others)
    if (deliveryStatus === 'DELIVERED' && deliveryFrom !== null && (await isIn(repository, delivered, [deliveryFrom])))
      return `Run ${number} was delivered after it: first run \`coppice undo ${number}\``
  return `Add a commit that ends the conflict, or revert the merges of run ${run.number} by hand with \`git revert\` (to list them: \`git log --merges ${shortCommit(run.deliveryFrom ?? '')}..${shortCommit(delivered)}\`)`
}
