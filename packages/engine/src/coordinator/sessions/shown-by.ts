import type { AttemptReport } from '../../domain/attempt-report.ts'
import type { Shown } from '../../domain/expertise.ts'
import type { RunTaskRecord, SessionRecord } from '../../domain/records.ts'
import { lessonsOf, touchesOf } from '../../expertise/learning/lessons-of.ts'
import type { Action } from '../../expertise/learning/observations.ts'
import { messagesTo, readSession } from '../../session-kinds/read-session.ts'
import type { RunContext } from '../run/run-context.ts'

/**
 * Reads what an ended session shows: the actions of its agent, the files that it changed, and what people wrote to it (E2).
 *
 * @returns undefined when the session left no work, when its kind of agent reports no actions, or when its facts cannot be read. A lesson
 *   is not worth a stopped run
 */
export async function shownBy(
  ctx: RunContext,
  { task, session }: { task: RunTaskRecord; session: SessionRecord },
  { end, left, lastFact }: AttemptReport,
): Promise<Shown | undefined> {
  if ((session.expertise?.given ?? 'OFF') === 'OFF' || left.is !== 'kept' || lastFact === null) return undefined
  // An agent that reports no calls of tools, such as a plain command, shows nothing.
  if (end.is !== 'ended' || !end.process.metrics?.toolCallCount) return undefined
  try {
    const { baseCommit, worktreePath } = session
    const { actions } = await readSession(ctx, session.id)
    const differing = (await ctx.repository.diffStat(baseCommit, left.tip)).map(({ path }) => path)
    const changedFiles = session.kind === 'CONFLICT' ? differing.filter(ownChange(task, session, actions)) : differing
    const existedBefore = await ctx.repository.existingPaths(baseCommit, changedFiles.slice(0, MOST_FILES))
    const touched = [...touchesOf(actions, worktreePath).keys()]
    const named = new Set([...changedFiles.slice(0, MOST_FILES), ...touched.slice(-MOST_FILES)])
    const existsAfter = await ctx.repository.existingPaths(left.tip, [...named])
    const messages = await messagesTo(ctx, session.id)
    const lessons = lessonsOf({ actions, changedFiles, existedBefore, existsAfter, worktreePath, messages })
    return { lessons, changedFiles: changedFiles.slice(0, MOST_FILES) }
  } catch (err) {
    ctx.deps.log.warn(
      { err, runId: session.runId, session: session.number },
      'nothing was learned: the session cannot be read',
    )
    return undefined
  }
}

/**
 * A conflict session ends with a merge, so its tip differs from its base by the work of all tasks that were merged meanwhile. Its own are the
 * files in conflict and those that its agent changed with its tools.
 */
function ownChange(
  { conflictFiles }: RunTaskRecord,
  { worktreePath }: SessionRecord,
  actions: readonly Action[],
): (path: string) => boolean {
  const changed = actions.filter(({ is }) => is === 'changed')
  const own = new Set([...conflictFiles, ...touchesOf(changed, worktreePath).keys()])
  return (path) => own.has(path)
}

/** A change of more files says nothing about which of them matter. */
const MOST_FILES = 500
