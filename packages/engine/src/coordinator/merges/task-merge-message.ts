import { isHandMade } from '../../domain/hand-made-work.ts'
import type { RunTaskRecord } from '../../domain/records.ts'
import { movesTask } from '../../domain/statuses.ts'
import { type MergeMessage, mergeMessage } from '../../merge/merge-message.ts'
import type { RunContext } from '../run/run-context.ts'
import { earlierOf } from './earlier-of.ts'

/**
 * Returns a function that makes the message of a task's merge commit (D1). The message has the number of the session that did the work. The
 * first argument is the result of verify, or null when verify did not run. The second is the remembered resolution that was used, or null.
 */
export async function taskMergeMessage(
  ctx: RunContext,
  task: RunTaskRecord,
): Promise<(verified: MergeMessage['verified'], resolution: string | null) => string> {
  const session = await sessionOf(ctx, task)
  const { key, epicKey, description: title } = task
  return (verified, resolution) =>
    mergeMessage({
      project: ctx.place.projectName,
      run: ctx.state.run.number,
      epic: epicKey,
      task: key,
      session,
      title,
      verified,
      resolution,
    })
}

/**
 * @returns the number of the newest session that finished the work of the task. For kept work (D6), it may be a session of an earlier run.
 * The result is null when a person made the work
 */
async function sessionOf(ctx: RunContext, task: RunTaskRecord): Promise<number | null> {
  const earlier = await earlierOf(ctx, task)
  if ([task, ...earlier].some((one) => isHandMade(one) && one.workCommit === task.workCommit)) return null
  const own = ctx.state.finishedWork.sessionOf(task.id)
  if (own !== null || earlier.length === 0) return own
  const sessions = await ctx.deps.store.sessionsOf(earlier.map(({ id }) => id))
  return sessions.findLast(({ kind, status }) => movesTask(kind) && status === 'COMPLETED')?.number ?? null
}
