import type { RunTaskRecord } from '../domain/records.ts'
import { NotFound, TaskNotRetryable } from '../domain/refusals.ts'
import { isRunEnded } from '../domain/statuses.ts'
import { isRetryable, reviveTask } from '../lifecycle/task-control.ts'
import type { CommandDeps } from './command-deps.ts'

/** Retries a task of an active run (S7). The task and the tasks that were skipped because of it are PENDING again. */
export async function retryTask(deps: CommandDeps, runTaskId: string): Promise<RunTaskRecord> {
  const task = await deps.store.runTask(runTaskId)
  if (!task) throw new NotFound('No run has a task with this id.')
  const revived = isRetryable(task) ? await reviveTask(deps, task) : null
  if (!revived) throw await refusal(deps, task)
  return revived.tasks[0]
}

async function refusal(deps: CommandDeps, asked: RunTaskRecord): Promise<Error> {
  const task = (await deps.store.runTask(asked.id)) ?? asked
  const run = await deps.store.run(task.runId)
  return new TaskNotRetryable(task.status, `${task.key} ${whyNot(task, run !== null && isRunEnded(run.status))}`)
}

function whyNot(task: RunTaskRecord, ended: boolean): string {
  if (ended) return 'is in a run that has ended. Start a new run: completed tasks stay done.'
  if (task.status === 'SKIPPED') return `was skipped (${task.statusReason}). Retry the task that it needs.`
  return isRetryable(task)
    ? 'is in a run that is about to end. Wait until it has ended, then start a new run.'
    : `is ${task.status}; there is nothing to retry.`
}
