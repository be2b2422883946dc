import { isHandMade } from '../../domain/hand-made-work.ts'
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

/**
 * @returns the number of the newest session that finished work for the task. An earlier run may have finished kept work (D6). It is null when
 * a person made the work
 */
async function sessionOf(ctx: RunContext, task: RunTaskRecord): Promise<number | null> {
  const earlier = await earlierOf(ctx, task)
  if ([task, ...earlier].some((one) => isHandMade(one) && one.workCommit === task.workCommit)) return null
  const own = ctx.state.finishedWork.sessionOf(task.id)
  if (own !== null || earlier.length === 0) return own
  const sessions = await ctx.deps.store.sessionsOf(earlier.map(({ id }) => id))
  return sessions.findLast(({ kind, status }) => movesTask(kind) && status === 'COMPLETED')?.number ?? null
}

async function earlierOf(ctx: RunContext, { taskId, keptFromRunId }: RunTaskRecord): Promise<RunTaskRecord[]> {
  if (keptFromRunId === null) return []
  return (await ctx.deps.store.runTasksOf(taskId)).filter(({ runId }) => runId === keptFromRunId)
}
