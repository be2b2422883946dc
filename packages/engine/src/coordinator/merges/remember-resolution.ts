import type { RunTaskRecord } from '../../domain/records.ts'
import type { RememberedResolutions } from '../../merge/remembered-resolutions.ts'
import type { RunContext } from '../run/run-context.ts'
import { earlierOf } from './earlier-of.ts'

/**
 * Remembers how the conflict of a task was resolved, by a conflict session or by the commit of a person (D4). Call it when the result is
 * merged and verified. The conflict is between two commits: `tip`, the run's tip before the merge, and the last finished work of the task
 * before the conflict was resolved.
 */
export async function rememberResolution(
  ctx: RunContext,
  resolutions: RememberedResolutions,
  task: RunTaskRecord,
  tip: string,
  merged: string,
  message: string,
): Promise<void> {
  const mayHaveConflicted = task.conflictSessions > 0 || task.keptFromRunId !== null
  if (!mayHaveConflicted || task.noChange) return
  const own = [task, ...(await earlierOf(ctx, task))].map(({ id }) => id)
  const sessions = await ctx.deps.store.sessionsOf(own)
  const work = sessions.findLast(({ kind, status }) => kind === 'WORK' && status === 'COMPLETED')?.tipCommit
  if (!work || work === task.workCommit) return
  await resolutions.remember(tip, work, merged, message)
  ctx.deps.reach('resolution.remembered')
}
