import { randomUUID } from 'node:crypto'
import { workBranch } from '../domain/naming.ts'
import { NO_METRICS, type RunTaskRecord } from '../domain/records.ts'
import { type Begun, beginConflictSession, type NewSession } from '../lifecycle/attempt-lifecycle.ts'
import type { Worktree } from '../ports/git.ts'
import type { Lease } from '../worktrees/worktree-pool.ts'
import { conflictPrompt } from './briefing.ts'
import { laneOf, type RunContext } from './run-context.ts'
import { conductSession } from './session.ts'

/** Begins a conflict session: the task's worktree with the merge of the run's tip in progress. False as in `startAttempt`. */
export async function startConflictSession(ctx: RunContext, task: RunTaskRecord): Promise<boolean> {
  const work = task.workCommit
  if (work === null) throw new Error(`${task.key} is in conflict but has no work`)
  const lease = ctx.pool.lease(laneOf(ctx, task))
  const { id: runId, projectId } = ctx.state.run
  const session: Omit<NewSession, 'prompt'> = {
    id: randomUUID(),
    projectId,
    runId,
    runTaskId: task.id,
    kind: 'CONFLICT',
    attempt: Math.max(1, task.attempts),
    agent: task.agent,
    model: task.model,
    worktreePath: lease.path,
    startCommit: work,
    provenCommits: [],
    metrics: NO_METRICS,
  }
  const prompt = await conflictPrompt(ctx, task)
  const begun = await beginConflictSession(ctx.deps, task, session, () => prompt)
  if (!begun) {
    await ctx.pool.release(lease)
    return false
  }
  ctx.deps.reach('conflict.begun')
  ctx.state.apply(begun.task)
  conductSession(ctx, begun, lease, () => takeWorktree(ctx, begun, lease, work))
  return true
}

async function takeWorktree(ctx: RunContext, begun: Begun, lease: Lease, work: string): Promise<Worktree> {
  const worktree = await ctx.pool.prepare(lease, work, workBranch(ctx.state.run.number, begun.task.key))
  await worktree.beginMerge(await ctx.tip())
  ctx.deps.reach('conflict.merge-begun')
  return worktree
}
