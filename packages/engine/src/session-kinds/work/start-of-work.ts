import type { RunTaskRecord } from '../../domain/records.ts'
import type { RunView } from '../run-view.ts'
import type { LastConversation, SessionStart } from '../session-kind.ts'
import { mergedDependencies } from './proven-dependencies.ts'

/**
 * Returns where an attempt starts. An attempt after one that was cut off continues the conversation, and its worktree starts at the commit
 * that the conversation has last seen (R1). After a failure of the work a new conversation begins at the base commit, and its prompt has
 * the failure.
 *
 * When the earlier work does not contain what the attempt must start from, a new conversation begins too. The earlier work stays on a kept
 * ref (D5).
 */
export async function startOfWork(
  ctx: RunView,
  task: RunTaskRecord,
  baseCommit: string,
  last: LastConversation | null,
): Promise<SessionStart> {
  const anew = { baseCommit, startCommit: baseCommit, resume: null }
  if (last?.kind !== 'WORK' || !last.cutOff || last.tipCommit === null) return anew
  const { tipCommit: tip } = last
  const base = startsFromAnyTip(ctx) ? last.baseCommit : baseCommit
  if ((await ctx.repository.resolve(tip)) === null) return anew
  for (const commit of [base, ...mergedDependencies(ctx, task), ...mergesOfLane(ctx, task)])
    if (!(await ctx.repository.isAncestor(commit, tip))) return anew
  return { baseCommit: base, startCommit: tip, resume: last }
}

/**
 * Says whether the run lets a task start from any tip that contains what the task needs. Such a run merges other work while a session is
 * interrupted. So the tip has usually moved, and an attempt that had to contain the newest tip could seldom continue the conversation.
 */
const startsFromAnyTip = ({ state: { run } }: RunView): boolean =>
  run.strategy === 'CONTINUOUS' && run.mode === 'PARALLEL'

/** Returns the merge that a task of a lane must contain at its start: the merge of the task before it in the lane (I1). */
function mergesOfLane({ state }: RunView, task: RunTaskRecord): string[] {
  const merge = state.run.isolation === 'EPIC' ? state.lastMergeOfLane(task) : null
  return merge === null ? [] : [merge]
}
