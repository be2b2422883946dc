import type { NewEvent } from '../domain/events.ts'
import type { Failure, RunRecord, RunTaskRecord } from '../domain/records.ts'
import type { TaskPhase, TaskStatus } from '../domain/statuses.ts'
import type { RunTaskPatch } from '../ports/store.ts'
import { type Change, change, type OwnerDeps, requireNoNews } from './change.ts'
import { leadingTo, TASK_MOVES } from './moves.ts'

/** The cost of its sessions so far, for the events. */
export type Cost = number | null

/** Writes a status of a task by compare-and-swap. @returns the task as it is now */
export async function moveTask(it: Change, task: RunTaskRecord, to: TaskStatus, patch: RunTaskPatch) {
  const whole = { ...patch, status: to }
  it.require(await it.tx.updateRunTask(task.id, leadingTo(TASK_MOVES, to), whole))
  return { ...task, ...whole } as RunTaskRecord
}

/** Every end of a task has no phase and no schedule, has a time, and emits one event. */
export async function endTask(
  it: Change,
  task: RunTaskRecord,
  to: TaskStatus,
  reason: string | null,
  cost: Cost,
  patch: RunTaskPatch = {},
): Promise<RunTaskRecord> {
  const ended = await moveTask(it, task, to, {
    statusReason: reason,
    phase: null,
    phaseStartedAt: null,
    scheduledFor: null,
    finishedAt: it.at,
    ...patch,
  })
  it.emit({
    type: 'TaskFinished',
    data: { taskKey: task.key, taskStatus: to, reason, costMicroUsd: cost, runTaskId: task.id },
  })
  return ended
}

/** The event of a move that has no special event. */
export const statusChanged = (
  task: RunTaskRecord,
  to: TaskStatus,
  reason: string | null,
  retryAt: number | null,
  nextPhase: TaskPhase | null = null,
): NewEvent => ({
  type: 'TaskStatusChanged',
  data: { taskKey: task.key, taskStatus: to, reason, retryAt, nextPhase, runTaskId: task.id },
})

export function enterPhase(deps: OwnerDeps, task: RunTaskRecord, phase: TaskPhase): Promise<RunTaskRecord | null> {
  return change(deps, task.runId, async ({ tx, at, emit, require }) => {
    const patch = { phase, phaseStartedAt: at }
    require(await tx.updateRunTask(task.id, [task.status], patch))
    emit({ type: 'TaskPhaseChanged', data: { taskKey: task.key, attempt: Math.max(1, task.attempts), phase } })
    return { ...task, ...patch }
  })
}

/** D6: finished work of an earlier run goes directly to the merge queue. */
export function queueKeptWork(deps: OwnerDeps, task: RunTaskRecord, fromRun: number): Promise<RunTaskRecord | null> {
  return change(deps, task.runId, async (it) => {
    const reason = `finished work of run ${fromRun} is merged first`
    const queued = await moveTask(it, task, 'MERGING', { statusReason: reason, phase: 'QUEUE', phaseStartedAt: it.at })
    it.emit(statusChanged(task, 'MERGING', reason, null), {
      type: 'TaskPhaseChanged',
      data: { taskKey: task.key, attempt: Math.max(1, task.attempts), phase: 'QUEUE' },
    })
    return queued
  })
}

/** S4: skips a task, because a task that it needs ended unmerged. */
export function skipTask(
  deps: OwnerDeps,
  run: RunRecord,
  task: RunTaskRecord,
  reason: string,
): Promise<RunTaskRecord | null> {
  return change(deps, task.runId, async (it) => {
    // A retry of what it needs may have come.
    await requireNoNews(it, run)
    return endTask(it, task, 'SKIPPED', reason, null)
  })
}

/** C2: cancels a task that waits, or that has finished but is not merged. Finished work stays on its branch (D6). */
export function cancelTask(
  deps: OwnerDeps,
  task: RunTaskRecord,
  reason: string,
  cost: Cost,
): Promise<RunTaskRecord | null> {
  return change(deps, task.runId, (it) => endTask(it, task, 'CANCELLED', reason, cost))
}

/** S3: completes a task whose work is merged and verified. */
export function completeTask(
  deps: OwnerDeps,
  task: RunTaskRecord,
  commit: string,
  cost: Cost,
): Promise<RunTaskRecord | null> {
  return change(deps, task.runId, async (it) => {
    it.emit({ type: 'TaskMerged', data: { taskKey: task.key, commit, runTaskId: task.id } })
    return endTask(it, task, 'COMPLETED', null, cost, { commit, conflictFiles: [], branch: null })
  })
}

/** D4: the task's finished work waits for a conflict session. */
export function awaitConflictSession(
  deps: OwnerDeps,
  task: RunTaskRecord,
  files: readonly string[],
): Promise<RunTaskRecord | null> {
  return change(deps, task.runId, async ({ tx, at, emit, require }) => {
    const patch = { conflictFiles: files, phase: 'QUEUE', phaseStartedAt: at } as const
    require(await tx.updateRunTask(task.id, ['MERGING'], patch))
    emit(
      { type: 'MergeConflicted', data: { taskKey: task.key, files, runTaskId: task.id } },
      { type: 'TaskPhaseChanged', data: { taskKey: task.key, attempt: Math.max(1, task.attempts), phase: 'QUEUE' } },
    )
    return { ...task, ...patch }
  })
}

/** D4: ends a task whose conflict nobody resolves. Its work stays on its branch. */
export function endInConflict(
  deps: OwnerDeps,
  task: RunTaskRecord,
  files: readonly string[],
  reason: string,
  cost: Cost,
): Promise<RunTaskRecord | null> {
  return change(deps, task.runId, async (it) => {
    it.emit({ type: 'MergeConflicted', data: { taskKey: task.key, files, runTaskId: task.id } })
    return endTask(it, task, 'CONFLICT', reason, cost, { conflictFiles: files })
  })
}

/** I5: Coppice itself could not merge or verify the work. This uses up no attempt, and the next run merges the work first (D6). */
export function endUnmerged(
  deps: OwnerDeps,
  task: RunTaskRecord,
  reason: string,
  cost: Cost,
): Promise<RunTaskRecord | null> {
  const whole = `${reason}\nThe finished work stays on its branch, and the next run merges it first. Fix the cause, then start a run.`
  return change(deps, task.runId, (it) => endTask(it, task, 'FAILED', whole, cost))
}

/** What happens to a task whose work was refused: another attempt from the tip, or its end. */
export type AfterRefusal = { again: true; retryAt: number | null } | { again: false }

/** D3: verify refused the merged tree. The record keeps `tree`, so that the same work is not verified on it again (D6). */
export function refuseWork(
  deps: OwnerDeps,
  task: RunTaskRecord,
  failure: Failure,
  refused: { tree: string; counts: boolean },
  after: AfterRefusal,
  cost: Cost,
): Promise<RunTaskRecord | null> {
  return change(deps, task.runId, async (it) => {
    const { output, reason } = failure
    it.emit({ type: 'VerificationFailed', data: { taskKey: task.key, output, runTaskId: task.id } })
    const patch = {
      lastFailure: failure,
      refusedTree: refused.tree,
      countedAttempts: task.countedAttempts + (refused.counts ? 1 : 0),
    }
    if (!after.again) return endTask(it, task, 'FAILED', reason, cost, patch)
    return sendBack(it, task, reason, after.retryAt, patch)
  })
}

/** The commit of its finished work is no longer in the repository: another attempt, or its end. */
export function loseWork(
  deps: OwnerDeps,
  task: RunTaskRecord,
  failure: Failure,
  after: AfterRefusal,
  cost: Cost,
): Promise<RunTaskRecord | null> {
  return change(deps, task.runId, async (it) => {
    const patch = { lastFailure: failure, countedAttempts: task.countedAttempts + 1 }
    if (after.again) return sendBack(it, task, failure.reason, after.retryAt, patch)
    return endTask(it, task, 'FAILED', failure.reason, cost, { ...patch, workCommit: null })
  })
}

/** D6: kept work of an earlier run did not merge. The task starts as if there had been none. */
export function dropKeptWork(deps: OwnerDeps, task: RunTaskRecord, reason: string): Promise<RunTaskRecord | null> {
  return change(deps, task.runId, (it) => sendBack(it, task, reason, null, {}))
}

function sendBack(it: Change, task: RunTaskRecord, reason: string, retryAt: number | null, patch: RunTaskPatch) {
  const phase = retryAt === null ? 'QUEUE' : null
  it.emit(statusChanged(task, 'PENDING', reason, retryAt, phase))
  return moveTask(it, task, 'PENDING', {
    ...patch,
    statusReason: reason,
    scheduledFor: retryAt,
    phase,
    phaseStartedAt: retryAt === null ? it.at : null,
    startsFromTip: true,
    workCommit: null,
    keptFromRunId: null,
    conflictFiles: [],
  })
}
