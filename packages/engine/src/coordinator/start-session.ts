import { randomUUID } from 'node:crypto'
import { NO_METRICS, type RunTaskRecord } from '../domain/records.ts'
import type { SessionKind } from '../domain/statuses.ts'
import type { Begun } from '../lifecycle/attempt-lifecycle.ts'
import type { Worktree } from '../ports/git.ts'
import { SESSION_KINDS } from '../session-kinds/session-kinds.ts'
import type { Lease } from '../worktrees/worktree-pool.ts'
import { laneOf, type RunContext } from './run-context.ts'
import { conductSession } from './session.ts'

/**
 * Begins a session for `task` from `startCommit` and conducts it in the background. @returns false when the run takes no session any
 * more; then nothing has happened
 */
export async function startSession(
  ctx: RunContext,
  kind: SessionKind,
  task: RunTaskRecord,
  startCommit: string,
): Promise<boolean> {
  const row = SESSION_KINDS[kind]
  const lease = ctx.pool.lease(laneOf(ctx, task))
  const { id: runId, projectId } = ctx.state.run
  const begun = await row.begin(ctx.deps, ctx, task, {
    id: randomUUID(),
    projectId,
    runId,
    runTaskId: task.id,
    kind,
    agent: task.agent,
    model: task.model,
    prompt: await row.brief(ctx, task),
    worktreePath: lease.path,
    startCommit,
    ...(await row.plan(ctx, task, startCommit)),
    metrics: NO_METRICS,
  })
  if (!begun) {
    await ctx.pool.release(lease)
    return false
  }
  ctx.deps.reach(row.begun)
  ctx.state.apply(begun.task)
  conductSession(ctx, begun, lease, () => takeWorktree(ctx, begun, lease))
  return true
}

async function takeWorktree(ctx: RunContext, begun: Begun, lease: Lease): Promise<Worktree> {
  const { startCommit, branch, keepEarlierTip, merge } = await SESSION_KINDS[begun.session.kind].tree(ctx, begun)
  if (keepEarlierTip !== null) {
    await keepTip(ctx, branch, keepEarlierTip, startCommit)
    ctx.deps.reach('attempt.earlier-tip-kept')
  }
  const worktree = await ctx.pool.prepare(lease, startCommit, branch)
  if (merge !== null) {
    await worktree.beginMerge(merge.with)
    ctx.deps.reach('conflict.merge-begun')
  }
  return worktree
}

/** D5: an earlier attempt's unmerged tip stays on a ref of its own before its branch is used again. */
async function keepTip({ repository }: RunContext, branch: string, ref: string, startCommit: string): Promise<void> {
  const tip = await repository.resolve(branch)
  if (tip === null || (await repository.isAncestor(tip, startCommit))) return
  if ((await repository.resolve(ref)) === null) await repository.updateRef(ref, tip, null)
}
