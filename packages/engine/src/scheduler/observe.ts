import { providerOf } from '../domain/provider.ts'
import type { BatchRecord, RunRecord, RunTaskRecord } from '../domain/records.ts'
import { isTaskEnded } from '../domain/statuses.ts'
import type { BatchState, Snapshot, TaskState } from './snapshot.ts'

/** The record as the scheduler sees it. */
export function observe(
  run: RunRecord,
  batches: readonly BatchRecord[],
  tasks: readonly RunTaskRecord[],
  live: {
    intent: Snapshot['intent']
    merging: boolean
    holds: Snapshot['holds']
    now: number
    pathLength: (key: string) => number
  },
): Snapshot {
  return {
    mode: run.mode,
    strategy: run.strategy,
    isolation: run.isolation,
    intent: live.intent === 'going' && run.status === 'PAUSED' ? 'paused' : live.intent,
    maxConcurrency: run.maxConcurrency,
    merging: live.merging,
    batches: batches.map(batchState),
    tasks: tasks.map((task) => taskState(task, live.pathLength(task.key))),
    holds: live.holds,
    now: live.now,
  }
}

function batchState(batch: BatchRecord): BatchState {
  const state = batch.status === 'PENDING' ? 'pending' : batch.status === 'RUNNING' ? 'open' : 'closed'
  return { number: batch.number, state }
}

function taskState(task: RunTaskRecord, pathLength: number): TaskState {
  return {
    key: task.key,
    batch: task.batchNumber,
    epic: task.epicKey,
    provider: providerOf(task),
    state: stateOf(task),
    status: task.status,
    notBefore: task.scheduledFor,
    startsFromTip: task.startsFromTip,
    begun: task.attempts > 0,
    cancelRequested: task.cancelRequested,
    pathLength,
    needs: task.dependsOn,
  }
}

function stateOf(task: RunTaskRecord): TaskState['state'] {
  if (isTaskEnded(task.status)) return 'ended'
  if (task.status === 'RUNNING') return 'alive'
  if (task.status === 'PENDING') return task.keptFromRunId && task.workCommit ? 'kept' : 'waiting'
  if (task.phase !== 'QUEUE') return 'merging'
  return task.conflictFiles.length > 0 ? 'conflicted' : 'finished'
}
