import type { BatchRecord, RunRecord, RunTaskRecord } from '../domain/records.ts'
import { isRunEnded, isTaskEnded } from '../domain/statuses.ts'
import type { RunPatch } from '../ports/store.ts'
import { type Change, change, type LifecycleDeps, type OwnerDeps, requireNoNews, write } from './change.ts'
import { type DeliveryEnding, deliveryPatch, tellDelivery } from './delivery-ending.ts'
import { leadingTo, RUN_MOVES } from './moves.ts'
import { plannedEvents } from './planned-events.ts'

/** Stores the run with its batches and tasks before anything happens (P3). Null: the project has an active run, or the number is taken. */
export function insertRun(
  deps: LifecycleDeps,
  run: RunRecord,
  batches: readonly BatchRecord[],
  tasks: readonly RunTaskRecord[],
): Promise<RunRecord | null> {
  return write(deps, run.id, async ({ tx, at, emit, require }) => {
    const begun = { ...run, startedAt: at }
    require(await tx.insertRun(begun, batches, tasks))
    const { totalBatches, totalTasks, status, statusReason: reason, maxConcurrency } = run
    emit({ type: 'RunStarted', data: { totalBatches, totalTasks, maxConcurrency } }, ...plannedEvents(tasks))
    if (reason !== null) emit({ type: 'RunStatusChanged', data: { runStatus: status, reason, maxConcurrency } })
    return begun
  })
}

/** The run's branch exists and stands on a verified start. */
export function recordStart(deps: OwnerDeps, run: RunRecord, startCommit: string): Promise<RunRecord | null> {
  return change(deps, run.id, (it) => patchRun(it, run, ['RUNNING', 'PAUSED', 'CANCELLING'], { startCommit }))
}

/** Names the commit that the base branch is about to move to, before it moves (R1). Null: the run was paused or cancelled, or a task of it retried, meanwhile. */
export function beginDelivery(deps: OwnerDeps, run: RunRecord, target: string): Promise<RunRecord | null> {
  return change(deps, run.id, async (it) => {
    await requireAllEnded(it, run)
    return patchRun(it, run, ['RUNNING'], { deliveryTarget: target })
  })
}

export interface RunEnding {
  status: 'COMPLETED' | 'FAILED' | 'CANCELLED'
  reason: string | null
  completedTasks: number
  failedTasks: number
  costMicroUsd: number | null
  /** Null: nothing was to be delivered, or it waits for a person. */
  delivery: DeliveryEnding | null
  /** Why the delivery is still PENDING. */
  pendingReason: string | null
}

/**
 * S9. The last event of the run. `from`: a run that cannot continue ends also while it is paused. Every other run waits until it is resumed.
 *
 * @returns null as in `beginDelivery`: the run stays active
 */
export function finishRun(
  deps: OwnerDeps,
  run: RunRecord,
  ending: RunEnding,
  from: readonly RunRecord['status'][] = ['RUNNING', 'CANCELLING'],
): Promise<RunRecord | null> {
  return change(deps, run.id, async (it) => {
    const patch: RunPatch = {
      status: ending.status,
      statusReason: ending.reason,
      finishedAt: it.at,
      deliveryTarget: null,
      ...(ending.delivery ? deliveryPatch(ending.delivery, it.at) : { deliveryReason: ending.pendingReason }),
    }
    await requireAllEnded(it, run)
    await requireNoNews(it, run)
    const ended = await patchRun(it, run, sources(ending.status, from), patch)
    if (ending.delivery) await tellDelivery(it, run, ending.delivery)
    const { status, reason, completedTasks, failedTasks, costMicroUsd } = ending
    const deliveryReason = ending.delivery ? null : ending.pendingReason
    const counts = { completedTasks, failedTasks, costMicroUsd }
    it.emit({ type: 'RunFinished', data: { runStatus: status, reason, ...counts, deliveryReason } })
    return ended
  })
}

const sources = (to: RunRecord['status'], from: readonly RunRecord['status'][]): RunRecord['status'][] =>
  leadingTo(RUN_MOVES, to).filter((status) => from.includes(status))

/** Read again: a person may have changed the run since the executor looked. */
async function patchRun(it: Change, { id }: RunRecord, from: RunRecord['status'][], patch: RunPatch) {
  it.require(await it.tx.updateRun(id, from, patch))
  return (await it.tx.run(id)) as RunRecord
}

async function requireAllEnded(it: Change, run: RunRecord): Promise<void> {
  it.require((await it.tx.runTasks(run.id)).every((task) => isTaskEnded(task.status)))
}

/**
 * A defect has stopped the run: its status stays, its reason tells why. The defect is counted; the count starts again when a task has
 * ended since the last one. `reasonOf` gets the count.
 *
 * @returns null when the run has ended
 */
export function recordHalt(
  deps: OwnerDeps,
  runId: string,
  reasonOf: (halts: number) => string,
): Promise<RunRecord | null> {
  return change(deps, runId, async (it) => {
    const run = await activeRun(it, runId)
    const endedAtHalt = (await it.tx.runTasks(runId)).filter((task) => isTaskEnded(task.status)).length
    const halts = endedAtHalt === run.endedAtHalt ? run.halts + 1 : 1
    return tell(it, run, { statusReason: reasonOf(halts), halts, endedAtHalt })
  })
}

/** Something that a person should know about an active run. @returns null when the run has ended */
export function tellOfRun(deps: OwnerDeps, runId: string, reason: string): Promise<RunRecord | null> {
  return change(deps, runId, async (it) => tell(it, await activeRun(it, runId), { statusReason: reason }))
}

const USUAL_REASONS: Partial<Record<RunRecord['status'], string>> = { PAUSED: 'paused', CANCELLING: 'cancelled' }

/** A run that had halted continues: the reason no longer holds. @returns null when its status has changed meanwhile */
export function recordResumption(deps: OwnerDeps, run: RunRecord): Promise<RunRecord | null> {
  return change(deps, run.id, (it) => tell(it, run, { statusReason: usualReason(run) }))
}

/** The reason of an active run that has not halted and has nothing to tell. */
export const usualReason = ({ status }: RunRecord): string | null => USUAL_REASONS[status] ?? null

async function activeRun(it: Change, runId: string): Promise<RunRecord> {
  const run = await it.tx.run(runId)
  it.require(run !== null && !isRunEnded(run.status))
  return run as RunRecord
}

async function tell(it: Change, run: RunRecord, patch: RunPatch): Promise<RunRecord> {
  const told = await patchRun(it, run, [run.status], patch)
  const { status, statusReason, maxConcurrency } = told
  it.emit({ type: 'RunStatusChanged', data: { runStatus: status, reason: statusReason, maxConcurrency } })
  return told
}
