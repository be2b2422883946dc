import type { RunTaskRecord } from '../../domain/records.ts'
import type { RunContext } from '../run/run-context.ts'

/** Returns what happened to the task in the run whose kept work is merged (D6). It is the task itself when a person made the work. */
export async function earlierOf(ctx: RunContext, { taskId, keptFromRunId }: RunTaskRecord): Promise<RunTaskRecord[]> {
  if (keptFromRunId === null) return []
  return (await ctx.deps.store.runTasksOf(taskId)).filter(({ runId }) => runId === keptFromRunId)
}
