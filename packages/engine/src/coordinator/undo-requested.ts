import { branchRef, KEPT_REFS, keptOfRun, shortCommit, workBranches } from '../domain/naming.ts'
import type { RunRecord } from '../domain/records.ts'
import { isRunEnded } from '../domain/statuses.ts'
import { undelivered } from '../domain/undelivered.ts'
import type { DeliveryEnding } from '../lifecycle/delivery-ending.ts'
import { beginRequestedUndo } from '../lifecycle/hand-delivery.ts'
import { type ToUndo, undoDelivery, undoneBefore } from '../merge/undo-delivery.ts'
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
  const moved = movedCommits(run)
  const work = { run, ...moved, ...(await whatCameAfter(deps, repository, run, moved.delivered)) }
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
    return undoneEnding(outcome)
  }
  if (outcome.is === 'refused') return notUndone(run, outcome.reason)
  return isBlocked
    ? notUndone(run, `not undone: a run has started meanwhile. When it has ended: \`coppice undo ${run.number}\``)
    : null
}

/**
 * Finds out whether a request to undo has changed the base branch before an error ended it (R1).
 * @returns null when it has not
 */
export async function undoneByRequest(repository: Repository, run: RunRecord): Promise<DeliveryEnding | null> {
  const base = await repository.resolve(branchRef(run.baseBranch))
  const outcome = base && (await undoneBefore(repository, { run, ...movedCommits(run) }, base))
  return outcome && outcome.is === 'undone' ? undoneEnding(outcome) : null
}

function movedCommits({ number, deliveryCommit, deliveryFrom }: RunRecord): { delivered: string; from: string } {
  if (deliveryCommit === null || deliveryFrom === null)
    throw new Error(`the database does not say which commits run ${number} delivered`)
  return { delivered: deliveryCommit, from: deliveryFrom }
}

const undoneEnding = ({ commit, reason }: { commit: string; reason: string }): DeliveryEnding => ({
  status: 'UNDONE',
  commit,
  moved: false,
  reason,
})

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
  const isBuiltOn = await isBuiltOnBySome(store, repository, run, delivered)
  return { isBuiltOn, cure: () => cureOf(repository, run, others, delivered) }
}

/** Where refs are that a later run or a person may merge. Tags, stashes and remembered resolutions are merged by nobody. */
const WORK = ['refs/heads/', 'refs/remotes/', KEPT_REFS, 'refs/coppice/done/']

/**
 * Returns whether a ref besides those of this run contains the delivery: a branch of a person, a branch of a remote, unmerged work, the marks of
 * done tasks, or a run whose work is still to be delivered, of any project in this repository. Such a ref would bring the work back.
 */
async function isBuiltOnBySome(
  store: ExecutionDeps['store'],
  repository: Repository,
  run: RunRecord,
  delivered: string,
): Promise<boolean> {
  const over = new Set<string>()
  for (const { id, repositoryPath } of await store.projects())
    if (repositoryPath === repository.path)
      for (const one of await store.runs(id)) if (isOver(one)) over.add(one.branch)
  const ownFolders = [workBranches(run.number), keptOfRun(run.number)]
  const others = (await repository.refsWith(delivered, WORK)).filter(
    (ref) => ref !== run.branch && !over.has(ref) && !ownFolders.some((folder) => ref.startsWith(folder)),
  )
  // The base branch may be a symbolic ref, and others may point to it. All of them move with it.
  const base = await repository.realRef(branchRef(run.baseBranch))
  for (const ref of others) if ((await repository.realRef(ref)) !== base) return true
  return false
}

/** Returns whether nothing of the run is still to be delivered. */
const isOver = (run: RunRecord): boolean => isRunEnded(run.status) && undelivered([run]).length === 0

async function cureOf(repository: Repository, run: RunRecord, others: readonly RunRecord[], delivered: string) {
  for (const { number, deliveryStatus, deliveryFrom } of others)
    if (
      deliveryStatus === 'DELIVERED' &&
      deliveryFrom !== null &&
      (await repository.isAncestor(delivered, deliveryFrom))
    )
      return `Run ${number} was delivered after it: first run \`coppice undo ${number}\``
  return `Add a commit that ends the conflict, or revert the merges of run ${run.number} by hand with \`git revert\` (to list them: \`git log --merges ${shortCommit(run.deliveryFrom ?? '')}..${shortCommit(delivered)}\`)`
}
