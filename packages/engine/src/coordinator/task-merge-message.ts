import type { RunTaskRecord } from '../domain/records.ts'
import { mergeMessage } from '../merge/merge-message.ts'
import type { RunContext } from './run-context.ts'

/** D1: the message of a task's merge, with the number of the session whose work it is. */
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

/** The newest session that ended well; kept work was made in the run it is kept from (D6). */
async function sessionOf(ctx: RunContext, task: RunTaskRecord): Promise<number | null> {
  const sessions = await ctx.deps.store.sessionsOf([task.id, ...(await earlierIds(ctx, task))])
  return sessions.findLast(({ status }) => status === 'COMPLETED')?.number ?? null
}

async function earlierIds(ctx: RunContext, { taskId, keptFromRunId }: RunTaskRecord): Promise<string[]> {
  if (keptFromRunId === null) return []
  const all = await ctx.deps.store.runTasksOf(taskId)
  return all.filter(({ runId }) => runId === keptFromRunId).map(({ id }) => id)
}
