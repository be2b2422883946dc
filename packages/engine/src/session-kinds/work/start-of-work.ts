import type { RunTaskRecord } from '../../domain/records.ts'
import type { RunView } from '../run-view.ts'
import { hasSameModel } from '../same-model.ts'
import type { LastConversation, SessionStart } from '../session-kind.ts'
import { mergedDependencies } from './proven-dependencies.ts'

/**
 * Returns where an attempt starts. An attempt after one that was cut off continues the conversation, and its worktree starts at the commit
 * that the conversation has last seen (R1). So does an attempt after verify has refused the work, if the next model is the same. After any
 * other failure of the work a new conversation begins at the base commit, and its prompt has the failure.
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
  const continued =
    last === null
      ? null
      : ((await startOfCutOff(ctx, task, baseCommit, last)) ?? (await startOfRefused(ctx, task, baseCommit, last)))
  return continued ?? { baseCommit, startCommit: baseCommit, resume: null }
}

/** Returns the start of an attempt that continues one that was cut off. @returns null when a new conversation must begin */
async function startOfCutOff(
  ctx: RunView,
  task: RunTaskRecord,
  baseCommit: string,
  last: LastConversation,
): Promise<SessionStart | null> {
  const { kind, cutOff, tipCommit: tip } = last
  if (kind !== 'WORK' || !cutOff || tip === null) return null
  const base = startsFromAnyTip(ctx) ? last.baseCommit : baseCommit
  if ((await ctx.repository.resolve(tip)) === null) return null
  for (const commit of [base, ...mergedDependencies(ctx, task), ...mergesOfLane(ctx, task)])
    if (!(await ctx.repository.isAncestor(commit, tip))) return null
  return { baseCommit: base, startCommit: tip, resume: last }
}

/**
 * Returns the start of an attempt that continues work that verify has refused, in the conversation of its last session, which may be a
 * conflict session. The work is based on the base commit, which is the run's tip (S5). If the work does not contain the tip, the conductor
 * merges the two before the agent starts, so that the agent sees the files that verify saw.
 *
 * @returns null when a new conversation must begin: verify was not what ended the last session's work, the next model is another one, or the work no
 * longer exists, lacks a merged dependency or conflicts with the tip
 */
async function startOfRefused(
  ctx: RunView,
  task: RunTaskRecord,
  baseCommit: string,
  last: LastConversation,
): Promise<SessionStart | null> {
  const { repository } = ctx
  const { tipCommit: work } = last
  // `refusedTree` stays while later sessions are cut off. Their work is unfinished, and nothing has refused it (ADR 0083).
  if (task.refusedTree === null || last.status !== 'COMPLETED') return null
  if (!hasSameModel(ctx, task, last) || work === null || (await repository.resolve(work)) === null) return null
  for (const commit of mergedDependencies(ctx, task)) if (!(await repository.isAncestor(commit, work))) return null
  const from = (startCommit: string, isMerging: boolean): SessionStart => ({
    baseCommit,
    startCommit,
    resume: last,
    refused: { isMerging },
  })
  if (await repository.isAncestor(work, baseCommit)) return from(baseCommit, false)
  if (await repository.isAncestor(baseCommit, work)) return from(work, false)
  return (await repository.mergeTree(baseCommit, work)).clean ? from(work, true) : null
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
