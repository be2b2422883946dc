import type { RunTaskRecord } from '../../domain/records.ts'
import type { RunContext } from '../run/run-context.ts'

/**
 * Returns the record of the task in the run whose finished work is merged (D6). If a person made the work, this is the record of the task
 * itself. The result is empty when an agent did the work in this run.
 */
export async function earlierOf(ctx: RunContext, { taskId, keptFromRunId }: RunTaskRecord): Promise<RunTaskRecord[]> {
  if (keptFromRunId === null) return []
  return (await ctx.deps.store.runTasksOf(taskId)).filter(({ runId }) => runId === keptFromRunId)
}
