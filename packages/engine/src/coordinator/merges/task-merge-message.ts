import type { RunTaskRecord } from '../../domain/records.ts'
import { movesTask } from '../../domain/statuses.ts'
import { mergeMessage } from '../../merge/merge-message.ts'
import type { RunContext } from '../run/run-context.ts'

/**
 * Returns a function that makes the message of a task's merge commit (D1). The message has the number of the session that did the work.
 * The argument of the function is the result of verify, or null when verify did not run.
 */
export async function taskMergeMessage(
  ctx: RunContext,
  task: RunTaskRecord,
): Promise<(verified: boolean | null) => string> {
  const session = await sessionOf(ctx, task)
  const { key, epicKey, description: title } = task
  return (verified) =>
    mergeMessage({
      project: ctx.place.projectName,
      run: ctx.state.run.number,
      epic: epicKey,
      task: key,
      session,
      title,
      verified,
    })
}

/** @returns the number of the newest session that finished work for the task. An earlier run may have finished kept work (D6). */
async function sessionOf(ctx: RunContext, task: RunTaskRecord): Promise<number | null> {
  const sessions = await ctx.deps.store.sessionsOf([task.id, ...(await earlierIds(ctx, task))])
  return sessions.findLast(({ kind, status }) => movesTask(kind) && status === 'COMPLETED')?.number ?? null
}

async function earlierIds(ctx: RunContext, { taskId, keptFromRunId }: RunTaskRecord): Promise<string[]> {
  if (keptFromRunId === null) return []
  const all = await ctx.deps.store.runTasksOf(taskId)
  return all.filter(({ runId }) => runId === keptFromRunId).map(({ id }) => id)
}
