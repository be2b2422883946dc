import type { NewEvent } from '../domain/events.ts'
import { isHandMade } from '../domain/hand-made-work.ts'
import { shortCommit } from '../domain/naming.ts'
import type { Failure, RunRecord, RunTaskRecord } from '../domain/records.ts'
import type { TaskPhase, TaskStatus } from '../domain/statuses.ts'
import type { RunTaskPatch } from '../ports/store.ts'
import { type Change, change, type OwnerDeps, requireNoNewCommand } from './change.ts'
import { learnFrom, type Teacher } from './learn-from.ts'
import { leadingTo, TASK_MOVES } from './moves.ts'

/** The cost of a task's sessions so far, in millionths of a dollar. It is null when no price is known. */
export type Cost = number | null

/** Changes the status of a task by compare-and-swap, and clears `awaitedResource` unless `patch` sets it. @returns the task as it is now */
export async function moveTask(it: Change, task: RunTaskRecord, to: TaskStatus, patch: RunTaskPatch) {
  const whole = { awaitedResource: null, ...patch, status: to }
  it.require(await it.tx.updateRunTask(task.id, leadingTo(TASK_MOVES, to), whole))
  return { ...task, ...whole } as RunTaskRecord
}

/** Ends a task: clears its phase and its schedule, sets its end time, and emits TaskFinished. */
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
    clashes: [],
    finishedAt: it.at,
    ...patch,
  })
  it.emit({
    type: 'TaskFinished',
    data: { taskKey: task.key, taskStatus: to, reason, costMicroUsd: cost, runTaskId: task.id },
  })
  return ended
}

/** Returns TaskStatusChanged: the event for a change of a task's status that no other event reports. `retryAt` is in ms. */
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

/**
 * Records the resource that a task waits for, when this resource is all that prevents the task from starting. `awaitedResource` is null
 * when the task waits for no resource.
 */
export function awaitResource(
  deps: OwnerDeps,
  task: RunTaskRecord,
  awaitedResource: string | null,
): Promise<RunTaskRecord | null> {
  return change(deps, task.runId, async ({ tx, emit, require }) => {
    require(await tx.updateRunTask(task.id, [task.status], { awaitedResource }))
    emit({
      type: 'AwaitedResourceChanged',
      data: { taskKey: task.key, resource: awaitedResource, runTaskId: task.id },
    })
    return { ...task, awaitedResource }
  })
}

export function enterPhase(deps: OwnerDeps, task: RunTaskRecord, phase: TaskPhase): Promise<RunTaskRecord | null> {
  return change(deps, task.runId, async ({ tx, at, emit, require }) => {
    const patch = { phase, phaseStartedAt: at }
    require(await tx.updateRunTask(task.id, [task.status], patch))
    emit({ type: 'TaskPhaseChanged', data: { taskKey: task.key, attempt: Math.max(1, task.attempts), phase } })
    return { ...task, ...patch }
  })
}

/**
 * Moves a task with finished work of an earlier run directly to the merge queue, so that no agent is paid to do the work again (D6).
 * @returns the task as it is now, or null when the record has changed meanwhile
 */
export function queueKeptWork(deps: OwnerDeps, task: RunTaskRecord, fromRun: number): Promise<RunTaskRecord | null> {
  return change(deps, task.runId, async (it) => {
    const reason = isHandMade(task)
      ? `commit ${shortCommit(task.workCommit ?? '')} of a person is merged`
      : `finished work of run ${fromRun} is merged first`
    const queued = await moveTask(it, task, 'MERGING', { statusReason: reason, phase: 'QUEUE', phaseStartedAt: it.at })
    it.emit(statusChanged(task, 'MERGING', reason, null), {
      type: 'TaskPhaseChanged',
      data: { taskKey: task.key, attempt: Math.max(1, task.attempts), phase: 'QUEUE' },
    })
    return queued
  })
}

/**
 * Skips a task, because a task that it needs ended unmerged (S4).
 * @returns the task as it is now, or null when the record has changed, or a person has given a command, meanwhile
 */
export function skipTask(
  deps: OwnerDeps,
  run: RunRecord,
  task: RunTaskRecord,
  reason: string,
): Promise<RunTaskRecord | null> {
  return change(deps, task.runId, async (it) => {
    // A person may have retried the task that this task needs.
    await requireNoNewCommand(it, run)
    return endTask(it, task, 'SKIPPED', reason, null)
  })
}

/**
 * Cancels a task that waits, or whose finished work is not merged yet. Finished work stays on its branch (D6).
 * @returns the task as it is now, or null when the record has changed meanwhile
 */
export function cancelTask(
  deps: OwnerDeps,
  task: RunTaskRecord,
  reason: string,
  cost: Cost,
): Promise<RunTaskRecord | null> {
  return change(deps, task.runId, (it) => endTask(it, task, 'CANCELLED', reason, cost))
}

/**
 * Completes a task whose work is merged and verified. The project learns what the sessions showed that did this work (E2).
 * @returns the task as it is now, or null when the record has changed meanwhile
 */
export function completeTask(
  deps: OwnerDeps,
  task: RunTaskRecord,
  commit: string,
  reason: string | null,
  cost: Cost,
  teachers: readonly Teacher[],
): Promise<RunTaskRecord | null> {
  return change(deps, task.runId, async (it) => {
    it.emit({ type: 'TaskMerged', data: { taskKey: task.key, commit, runTaskId: task.id } })
    const completed = await endTask(it, task, 'COMPLETED', reason, cost, { commit, conflictFiles: [], branch: null })
    await learnFrom(it, task.key, teachers)
    return completed
  })
}

/**
 * Records that a task's finished work conflicts with the run's branch. The task waits for a conflict session (D4).
 * @returns the task as it is now, or null when the record has changed meanwhile
 */
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

/**
 * Ends a task as CONFLICT, because no further session tries to resolve its conflict (D4). Its work stays on its branch.
 * @returns the task as it is now, or null when the record has changed meanwhile
 */
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

/**
 * Ends a task whose work Coppice itself could not merge or verify. No attempt is used up (I5), and the next run merges the work first (D6).
 * @returns the task as it is now, or null when the record has changed meanwhile
 */
export function endUnmerged(
  deps: OwnerDeps,
  task: RunTaskRecord,
  reason: string,
  cost: Cost,
): Promise<RunTaskRecord | null> {
  const whole = `${reason}\nThe finished work stays on its branch, and the next run merges it first. Fix the cause, then start a new run.`
  return change(deps, task.runId, (it) => endTask(it, task, 'FAILED', whole, cost))
}

/**
 * What happens to a task whose work was refused or lost. `again`: whether it gets another attempt, or else FAILED. `retryAt`: when the
 * attempt may start, in ms, or null for at once.
 */
export type AfterRefusal = { again: true; retryAt: number | null } | { again: false }

/**
 * Records that a verify command failed on the merged tree (D3). `refused.tree` is stored, so that a later run does not verify the same tree
 * again (D6).
 * @returns the task as it is now, or null when the record has changed meanwhile
 */
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
      qualityFailures: task.qualityFailures + (refused.counts && failure.isQuality ? 1 : 0),
    }
    if (!after.again) return endTask(it, task, 'FAILED', reason, cost, patch)
    return sendBack(it, task, reason, after.retryAt, patch)
  })
}

/**
 * Records that the commit of a task's finished work is no longer in the repository. The task gets another attempt, or it fails.
 * @returns the task as it is now, or null when the record has changed meanwhile
 */
export function loseWork(
  deps: OwnerDeps,
  task: RunTaskRecord,
  failure: Failure,
  after: AfterRefusal,
  cost: Cost,
): Promise<RunTaskRecord | null> {
  return change(deps, task.runId, async (it) => {
    // The tree that verify refused belongs to an earlier failure.
    const patch = { lastFailure: failure, refusedTree: null, countedAttempts: task.countedAttempts + 1 }
    if (after.again) return sendBack(it, task, failure.reason, after.retryAt, patch)
    return endTask(it, task, 'FAILED', failure.reason, cost, { ...patch, workCommit: null })
  })
}

/**
 * Makes a task PENDING again, because its kept work of an earlier run could not be merged (D6). An agent then does the work anew.
 * @returns the task as it is now, or null when the record has changed meanwhile
 */
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
