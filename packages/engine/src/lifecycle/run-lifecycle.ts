import type { BatchRecord, RunRecord, RunTaskRecord } from '../domain/records.ts'
import { isRunEnded, isTaskEnded } from '../domain/statuses.ts'
import type { RunPatch } from '../ports/store.ts'
import { type Change, change, type LifecycleDeps, type OwnerDeps, requireNoNewCommand, write } from './change.ts'
import { type DeliveryEnding, deliveryPatch, emitDelivery } from './delivery-ending.ts'
import { leadingTo, RUN_MOVES } from './moves.ts'
import { plannedEvents } from './planned-events.ts'
import { moneyReason, withReason } from './run-reason.ts'
import { runStatusEvent } from './run-status-event.ts'

/**
 * Stores the run with its batches and tasks, before anything starts (P3).
 *
 * @returns null when the project already has an active run, or the run's number is taken
 */
export function insertRun(
  deps: LifecycleDeps,
  run: RunRecord,
  batches: readonly BatchRecord[],
  tasks: readonly RunTaskRecord[],
): Promise<RunRecord | null> {
  return write(deps, run.id, async ({ tx, at, emit, require }) => {
    const begun = { ...run, startedAt: at }
    require(await tx.insertRun(begun, batches, tasks))
    const { totalBatches, totalTasks, maxConcurrency } = run
    emit({ type: 'RunStarted', data: { totalBatches, totalTasks, maxConcurrency } }, ...plannedEvents(tasks))
    if (run.budgetMicroUsd !== null)
      emit({ type: 'BudgetChanged', data: { limitMicroUsd: run.budgetMicroUsd, pot: 'RUN' } })
    if (run.statusReason !== null) emit(runStatusEvent(run))
    return begun
  })
}

/** Records the verified commit to which the run's branch points when the run starts. @returns null when the run has ended */
export function recordStart(deps: OwnerDeps, run: RunRecord, startCommit: string): Promise<RunRecord | null> {
  return change(deps, run.id, (it) => patchRun(it, run, ['RUNNING', 'PAUSED', 'CANCELLING'], { startCommit }))
}

/**
 * Stores the commits to which and from which a branch is about to move, before it moves (R1).
 *
 * @param from null when the base branch does not move
 * @returns null when the run was paused or cancelled, or a task was retried, meanwhile
 */
export function beginDelivery(
  deps: OwnerDeps,
  run: RunRecord,
  target: string,
  from: string | null,
): Promise<RunRecord | null> {
  return change(deps, run.id, async (it) => {
    await requireAllEnded(it, run)
    return patchRun(it, run, ['RUNNING'], { deliveryTarget: target, deliveryFrom: from })
  })
}

export interface RunEnding {
  status: 'COMPLETED' | 'FAILED' | 'CANCELLED'
  reason: string | null
  completedTasks: number
  failedTasks: number
  costMicroUsd: number | null
  /** It is null when there was nothing to deliver, or when a person has to deliver. */
  delivery: DeliveryEnding | null
  /** Why the delivery is still PENDING, for people. It is used only when `delivery` is null. */
  pendingReason: string | null
  /** Whether the delivery may have moved the base branch. Then the record keeps its target, by which `coppice deliver` finds that out (R1). */
  isDeliveryUnknown?: boolean
}

/**
 * Ends the run (S9) and emits RunFinished.
 *
 * @param from the statuses that the run may leave. A paused run normally stays paused; only a run that cannot continue ends while paused.
 * @returns null when the run was paused or cancelled, or a task was retried, meanwhile; the run then stays active
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
      deliveryTarget: ending.isDeliveryUnknown ? run.deliveryTarget : null,
      ...(ending.delivery ? deliveryPatch(ending.delivery, it.at) : { deliveryReason: ending.pendingReason }),
    }
    await requireAllEnded(it, run)
    await requireNoNewCommand(it, run)
    const ended = await patchRun(it, run, sources(ending.status, from), patch)
    if (ending.delivery) await emitDelivery(it, run, ending.delivery)
    const { status, reason, completedTasks, failedTasks, costMicroUsd } = ending
    const deliveryReason = ending.delivery ? null : ending.pendingReason
    const counts = { completedTasks, failedTasks, costMicroUsd }
    it.emit({ type: 'RunFinished', data: { runStatus: status, reason, ...counts, deliveryReason } })
    return ended
  })
}

const sources = (to: RunRecord['status'], from: readonly RunRecord['status'][]): RunRecord['status'][] =>
  leadingTo(RUN_MOVES, to).filter((status) => from.includes(status))

/**
 * Updates the run, and reads it again, because a person may have changed other fields since the caller read it.
 * @returns the run as it is in the database after the update
 */
async function patchRun(it: Change, { id }: RunRecord, from: RunRecord['status'][], patch: RunPatch) {
  it.require(await it.tx.updateRun(id, from, patch))
  return (await it.tx.run(id)) as RunRecord
}

async function requireAllEnded(it: Change, run: RunRecord): Promise<void> {
  it.require((await it.tx.runTasks(run.id)).every((task) => isTaskEnded(task.status)))
}

/**
 * Records that a defect has stopped the work on a run. The run keeps its status, such as RUNNING, because the work is tried again. Its
 * `statusReason` says why the work stopped. Successive defects are counted, and the count starts again at 1 when a task has ended between
 * two defects.
 *
 * @param reasonOf returns the new `statusReason` for the number of successive defects
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
    return tell(it, run, { statusReason: withReason(run, reasonOf(halts)), halts, endedAtHalt })
  })
}

/** Records `reason` as the `statusReason` of an active run, for people. The run keeps its status. @returns null when the run has ended */
export function tellOfRun(deps: OwnerDeps, runId: string, reason: string): Promise<RunRecord | null> {
  return change(deps, runId, async (it) => {
    const run = await activeRun(it, runId)
    return tell(it, run, { statusReason: withReason(run, reason) })
  })
}

const USUAL_REASONS: Partial<Record<RunRecord['status'], string>> = { PAUSED: 'paused', CANCELLING: 'cancelled' }

/** Clears the reason of a run that continues after a defect. @returns null when the run's status has changed meanwhile */
export function recordResumption(deps: OwnerDeps, run: RunRecord): Promise<RunRecord | null> {
  return change(deps, run.id, (it) => tell(it, run, { statusReason: moneyReason(run) ?? usualReason(run) }))
}

/** @returns the `statusReason` of an active run that no defect has stopped, which is null for a RUNNING run */
const usualReason = ({ status }: RunRecord): string | null => USUAL_REASONS[status] ?? null

async function activeRun(it: Change, runId: string): Promise<RunRecord> {
  const run = await it.tx.run(runId)
  it.require(run !== null && !isRunEnded(run.status))
  return run as RunRecord
}

async function tell(it: Change, run: RunRecord, patch: RunPatch): Promise<RunRecord> {
  const patched = await patchRun(it, run, [run.status], patch)
  it.emit(runStatusEvent(patched))
  return patched
}
