import type { RunTaskRecord } from '../../domain/records.ts'
import type { RememberedResolutions } from '../../merge/remembered-resolutions.ts'
import type { RunContext } from '../run/run-context.ts'
import { earlierOf } from './earlier-of.ts'

/**
 * Remembers how the conflict of a task was resolved, by a conflict session or by the commit of a person, when the result is merged and verified
 * (D4). The conflict is that of the work as its agent left it with the tip into which the result was merged.
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
