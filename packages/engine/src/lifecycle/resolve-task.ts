import { shortCommit } from '../domain/naming.ts'
import type { RunTaskRecord } from '../domain/records.ts'
import type { RunTaskPatch } from '../ports/store.ts'
import { type LifecycleDeps, write } from './change.ts'
import { RETRY_MOVES } from './moves.ts'
import { reviveTask } from './task-control.ts'

/** Returns the fields that store a person's commit as the work of a task. A task with these fields is `isHandMade`. */
const handMade = ({ runId }: RunTaskRecord, commit: string): RunTaskPatch => ({
  workCommit: commit,
  noChange: false,
  keptFromRunId: runId,
  refusedTree: null,
})

/**
 * Gives a task of an active run the commit of a person as its work. As after a retry, the tasks that were skipped because of this task are
 * PENDING again.
 *
 * @returns null when the task's status does not allow it, or when the record has changed meanwhile
 */
export async function resolveTask(
  deps: LifecycleDeps,
  task: RunTaskRecord,
  commit: string,
): Promise<RunTaskRecord | null> {
  const revived = await reviveTask(deps, task, {
    reason: `resolved by hand with commit ${shortCommit(commit)}`,
    work: handMade(task, commit),
  })
  return revived?.tasks[0] ?? null
}

/**
 * Gives a task of a run that has ended the commit of a person as its finished work. The next run merges it first (D6). The status of the
 * task stays, because a run that has ended does not change (S7).
 *
 * @returns null when the record has changed meanwhile
 */
export function resolveEnded(deps: LifecycleDeps, task: RunTaskRecord, commit: string): Promise<RunTaskRecord | null> {
  return write(deps, task.runId, async (it) => {
    const patch = handMade(task, commit)
    it.require(await it.tx.updateRunTask(task.id, RETRY_MOVES.task.from, patch))
    return { ...task, ...patch }
  })
}

/** Forgets the finished work of a task of a run that has ended, because a person dropped it. @returns null when the task changed meanwhile */
export function forgetWork(deps: LifecycleDeps, task: RunTaskRecord): Promise<RunTaskRecord | null> {
  return write(deps, task.runId, async (it) => {
    const patch = { workCommit: null, keptFromRunId: null }
    it.require(await it.tx.updateRunTask(task.id, [task.status], patch))
    return { ...task, ...patch }
  })
}
