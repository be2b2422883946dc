import type { ProviderHold } from '../domain/provider.ts'
import type { BatchRecord, RunTaskRecord } from '../domain/records.ts'
import { isTaskEnded } from '../domain/statuses.ts'
import type { BatchState, ClosedKey, TaskState } from './snapshot.ts'

/** Reduces the record of a batch to what the scheduler needs. */
export function batchState(batch: BatchRecord): BatchState {
  const state = batch.status === 'PENDING' ? 'pending' : batch.status === 'RUNNING' ? 'open' : 'closed'
  return { number: batch.number, state }
}

/** Reduces the hold of a provider to what the scheduler needs. */
export function closedKey({ provider, until }: ProviderHold): ClosedKey {
  return { key: providerKey(provider), until }
}

/** Returns the key of a resource of the project. A task that uses the resource waits for this key. */
export const resourceKey = (name: string): string => `resource:${name}`

/** Returns the key of a provider. A session of the provider waits for this key (S5). */
export const providerKey = (provider: string): string => `provider:${provider}`

/**
 * Reduces the record of a task to what the scheduler needs.
 *
 * @param pathLength the longest path from the task to the end of the run
 * @param provider the provider of the task's next session
 * @param costClass the class of the cost of this session
 */
export function taskState(
  task: RunTaskRecord,
  pathLength: number,
  provider: string,
  likelyPaths: readonly string[] = [],
  costClass?: string,
): TaskState {
  return {
    key: task.key,
    batch: task.batchNumber,
    epic: task.epicKey,
    waitsFor: [providerKey(provider), ...task.settings.uses.map(resourceKey)],
    awaits: task.awaitedResource === null ? null : resourceKey(task.awaitedResource),
    state: stateOf(task),
    status: task.status,
    notBefore: task.scheduledFor,
    startsFromTip: task.startsFromTip,
    begun: task.attempts > 0,
    cancelRequested: task.cancelRequested,
    pathLength,
    needs: task.dependsOn,
    likelyPaths,
    ...(costClass !== undefined && { costClass }),
  }
}

function stateOf(task: RunTaskRecord): TaskState['state'] {
  if (isTaskEnded(task.status)) return 'ended'
  if (task.status === 'RUNNING') return 'alive'
  if (task.status === 'PENDING') return task.keptFromRunId && task.workCommit ? 'kept' : 'waiting'
  if (task.phase !== 'QUEUE') return 'merging'
  return task.conflictFiles.length > 0 ? 'conflicted' : 'finished'
}
