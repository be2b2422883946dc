import type { BatchRecord, RunTaskRecord } from '../domain/records.ts'
import { isTaskUnmet } from '../domain/statuses.ts'
import type { RunTaskPatch } from '../ports/store.ts'
import { type Change, type Command, command, type LifecycleDeps } from './change.ts'
import { RETRY_MOVES } from './moves.ts'
import { requireActive } from './run-control.ts'
import { endTask, statusChanged } from './task-lifecycle.ts'

/**
 * Cancels one task of an active run (S7). A waiting task ends at once. For any other task the request is stored, so that a later server
 * also ends the task's agent (R1). A merge of the task is abandoned, unless the run's branch has already moved.
 *
 * @returns null when the task's status does not allow a cancellation, or when the record has changed meanwhile
 */
export function requestTaskCancel(deps: LifecycleDeps, asked: RunTaskRecord): Promise<RunTaskRecord | null> {
  return command(deps, asked.runId, async (it) => {
    await requireActive(it, asked.runId)
    const task = await it.tx.runTask(asked.id)
    it.require(task !== null)
    if (task?.status === 'PENDING')
      return endTask(it, task, 'CANCELLED', 'cancelled', await costOf(it, task), { lastCommand: it.command })
    const patch = { cancelRequested: true, lastCommand: it.command }
    it.require(await it.tx.updateRunTask(asked.id, ['RUNNING', 'MERGING'], patch))
    return { ...(task as RunTaskRecord), ...patch }
  })
}

async function costOf(it: Change, task: RunTaskRecord): Promise<number | null> {
  const costs = (await it.tx.sessionsOf([task.id]))
    .map(({ metrics }) => metrics.costMicroUsd ?? (metrics.knownCostMicroUsd || null))
    .filter((cost) => cost !== null)
  return costs.length > 0 ? costs.reduce((sum, cost) => sum + cost, 0) : null
}

export interface Revived {
  /** The retried task first, then the tasks that were skipped because of it. */
  tasks: readonly [RunTaskRecord, ...RunTaskRecord[]]
  /** The batches that had ended and are open again. */
  batches: readonly BatchRecord[]
}

/**
 * Retries a task: the task and the tasks that were skipped because of it are PENDING again (S7). Their attempts are counted from 0
 * again (S5), and they start from the tip of the run's branch. With `work`, that work is merged before an attempt starts.
 *
 * @returns null when the task's status does not allow a retry, or when the record has changed meanwhile
 */
export function reviveTask(
  deps: LifecycleDeps,
  asked: RunTaskRecord,
  { reason, work }: { reason: string; work?: RunTaskPatch } = { reason: 'retried' },
): Promise<Revived | null> {
  return command(deps, asked.runId, async (it) => {
    await requireActive(it, asked.runId)
    const all = await it.tx.runTasks(asked.runId)
    const task = all.find((one) => one.id === asked.id)
    it.require(task !== undefined)
    const begun = new Set(
      (await it.tx.batches(asked.runId)).filter((one) => one.startedAt !== null).map((one) => one.number),
    )
    const revived = await revive(it, task as RunTaskRecord, reason, begun, work)
    const behind = skippedBehind(all, revived.key)
    const others = await inTurn(behind, (one) =>
      revive(it, one, `${revived.key} is ${work ? 'resolved' : 'retried'}`, begun),
    )
    return { tasks: [revived, ...others], batches: await reopen(it, [revived, ...others]) }
  })
}

/**
 * @returns the skipped tasks that need the task `key`, directly or through others. A task that also needs another unmerged task is not
 * among them.
 */
export function skippedBehind(tasks: readonly RunTaskRecord[], key: string): RunTaskRecord[] {
  const unmet = new Set(tasks.filter((task) => isTaskUnmet(task.status)).map((task) => task.key))
  unmet.delete(key)
  const revived = new Set([key])
  const hard = (task: RunTaskRecord) => task.dependsOn.filter((need) => need.kind === 'HARD').map((need) => need.key)
  // A task's batch comes after the batches of all tasks that it needs, so one pass in the order of batches is enough.
  return [...tasks]
    .sort((a, b) => a.batchNumber - b.batchNumber)
    .filter((task) => {
      const needs = hard(task)
      if (task.status !== 'SKIPPED' || !needs.some((need) => revived.has(need))) return false
      if (needs.some((need) => unmet.has(need))) return false
      unmet.delete(task.key)
      revived.add(task.key)
      return true
    })
}

/**
 * @param begun the numbers of the batches that have begun. A task of such a batch queues for a slot at once.
 * @param work finished work of the task that is merged first
 */
async function revive(
  it: Command,
  task: RunTaskRecord,
  reason: string,
  begun: ReadonlySet<number>,
  work: RunTaskPatch = {},
): Promise<RunTaskRecord> {
  const queues = begun.has(task.batchNumber)
  const patch = {
    status: RETRY_MOVES.task.to,
    statusReason: reason,
    phase: queues ? ('QUEUE' as const) : null,
    phaseStartedAt: queues ? it.at : null,
    scheduledFor: null,
    awaitedResource: null,
    finishedAt: null,
    countedAttempts: 0,
    ownFailures: 0,
    conflictSessions: 0,
    startsFromTip: true,
    cancelRequested: false,
    workCommit: null,
    keptFromRunId: null,
    refusedTree: null,
    conflictFiles: [],
    lastCommand: it.command,
    ...work,
  }
  it.require(await it.tx.updateRunTask(task.id, RETRY_MOVES.task.from, patch))
  it.emit(statusChanged(task, patch.status, reason, null, patch.phase))
  const attempt = task.attempts + 1
  if (queues) it.emit({ type: 'TaskPhaseChanged', data: { taskKey: task.key, attempt, phase: 'QUEUE' } })
  return { ...task, ...patch }
}

async function reopen(it: Change, tasks: readonly RunTaskRecord[]): Promise<BatchRecord[]> {
  const numbers = new Set(tasks.map((task) => task.batchNumber))
  const run = await it.tx.run(tasks[0]?.runId ?? '')
  const batches = (await it.tx.batches(run?.id ?? '')).filter(
    (batch) => numbers.has(batch.number) && batch.finishedAt !== null,
  )
  return inTurn(batches, async (batch) => {
    const patch = { status: 'RUNNING', finishedAt: null } as const
    it.require(await it.tx.updateBatch(batch.id, RETRY_MOVES.batch.from, patch))
    const taskCount = tasks.filter((task) => task.batchNumber === batch.number).length
    const { number: batchNumber, startCommit } = batch
    const data = { batchNumber, totalBatches: run?.totalBatches ?? 0, taskCount, startCommit }
    it.emit({ type: 'BatchStarted', data })
    return { ...batch, ...patch }
  })
}

async function inTurn<A, B>(items: readonly A[], each: (item: A) => Promise<B>): Promise<B[]> {
  const results: B[] = []
  for (const item of items) results.push(await each(item))
  return results
}

/** A skipped task cannot be retried by itself. It is retried together with the task that it needs. */
export const isRetryable = (task: RunTaskRecord): boolean =>
  task.status !== 'SKIPPED' && RETRY_MOVES.task.from.some((status) => status === task.status)
