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
      project: ctx.projectName,
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
  const { store } = ctx.deps
  const earlier = task.keptFromRunId
  const own = await store.sessions(ctx.state.run.id)
  const others = earlier ? await store.sessions(earlier) : []
  const taskIds = new Set([task.id, ...(earlier ? await runTaskIds(ctx, task, earlier) : [])])
  const ended = [...others, ...own].filter((one) => taskIds.has(one.runTaskId) && one.status === 'COMPLETED')
  return ended.at(-1)?.number ?? null
}

async function runTaskIds(ctx: RunContext, task: RunTaskRecord, runId: string): Promise<string[]> {
  const tasks = await ctx.deps.store.runTasks(runId)
  return tasks.filter((one) => one.taskId === task.taskId).map((one) => one.id)
}
