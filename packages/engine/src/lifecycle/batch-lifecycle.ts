import type { BatchRecord, RunRecord, RunTaskRecord } from '../domain/records.ts'
import type { BatchStatus } from '../domain/statuses.ts'
import { change, type OwnerDeps, requireNoNewCommand } from './change.ts'
import { BATCH_MOVES, leadingTo } from './moves.ts'

/**
 * Opens a batch at the tip of the run's branch, from which its tasks start (S2). The tasks in `waiting` queue for a slot.
 *
 * @returns null when the batch or a task has changed meanwhile
 */
export function openBatch(
  deps: OwnerDeps,
  run: RunRecord,
  batch: BatchRecord,
  startCommit: string,
  waiting: readonly RunTaskRecord[],
  taskCount: number,
): Promise<{ batch: BatchRecord; tasks: RunTaskRecord[] } | null> {
  return change(deps, run.id, async ({ tx, at, emit, require }) => {
    const patch = { status: 'RUNNING', startCommit, startedAt: at } as const
    require(await tx.updateBatch(batch.id, leadingTo(BATCH_MOVES, 'RUNNING'), patch))
    const { totalBatches } = run
    emit({ type: 'BatchStarted', data: { batchNumber: batch.number, totalBatches, taskCount, startCommit } })
    const queued = { phase: 'QUEUE', phaseStartedAt: at } as const
    for (const task of waiting) {
      require(await tx.updateRunTask(task.id, ['PENDING'], queued))
      emit({ type: 'TaskPhaseChanged', data: { taskKey: task.key, attempt: task.attempts + 1, phase: 'QUEUE' } })
    }
    return { batch: { ...batch, ...patch }, tasks: waiting.map((task) => ({ ...task, ...queued })) }
  })
}

export interface BatchTally {
  completed: number
  failed: number
  skipped: number
  cancelled: number
}

export function tally(tasks: readonly RunTaskRecord[]): BatchTally {
  const count = (...statuses: RunTaskRecord['status'][]) =>
    tasks.filter((task) => statuses.includes(task.status)).length
  return {
    completed: count('COMPLETED'),
    failed: count('FAILED', 'CONFLICT'),
    skipped: count('SKIPPED'),
    cancelled: count('CANCELLED'),
  }
}

/** A batch is COMPLETED when all its tasks are. Otherwise it is CANCELLED if the run was cancelled, and else FAILED (S9). */
export function batchEnding(counts: BatchTally, total: number, cancelled: boolean): BatchStatus {
  if (counts.completed === total) return 'COMPLETED'
  return cancelled ? 'CANCELLED' : 'FAILED'
}

/** Ends a batch that has begun. @returns null when a person has retried a task, or another command has come, meanwhile */
export function closeBatch(
  deps: OwnerDeps,
  run: RunRecord,
  batch: BatchRecord,
  tasks: readonly RunTaskRecord[],
  costMicroUsd: number | null,
): Promise<BatchRecord | null> {
  return change(deps, run.id, async (it) => {
    await requireNoNewCommand(it, run)
    const { tx, at, emit, require } = it
    const counts = tally(tasks)
    const status = batchEnding(counts, tasks.length, run.status === 'CANCELLING')
    const patch = { status, finishedAt: at }
    require(await tx.updateBatch(batch.id, leadingTo(BATCH_MOVES, status), patch))
    emit({
      type: 'BatchFinished',
      data: { batchNumber: batch.number, batchStatus: status, ...counts, costMicroUsd, batchId: batch.id },
    })
    return { ...batch, ...patch }
  })
}
