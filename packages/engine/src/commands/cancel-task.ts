import type { RunTaskRecord } from '../domain/records.ts'
import { NotFound, TaskNotActive } from '../domain/refusals.ts'
import { isTaskEnded } from '../domain/statuses.ts'
import { requestTaskCancel } from '../lifecycle/task-control.ts'
import type { CommandDeps } from './command-deps.ts'

/** Cancels one task of an active run (S7). A waiting task ends at once. A running agent is ended, and its work stays on its branch (D5). */
export async function cancelTask(deps: CommandDeps, runTaskId: string): Promise<RunTaskRecord> {
  const task = await deps.store.runTask(runTaskId)
  if (!task) throw new NotFound('No run has a task with this id.')
  const cancelled = await requestTaskCancel(deps, task)
  if (!cancelled) throw await refusal(deps, task)
  return cancelled
}

async function refusal(deps: CommandDeps, asked: RunTaskRecord): Promise<Error> {
  const task = (await deps.store.runTask(asked.id)) ?? asked
  const why = isTaskEnded(task.status) ? `is ${task.status}` : 'is in a run that is about to end'
  return new TaskNotActive(task.status, `${task.key} ${why}; there is nothing to cancel.`)
}
