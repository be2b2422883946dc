import { randomUUID } from 'node:crypto'
import { keptRef, workBranch } from '../domain/naming.ts'
import { NO_METRICS, type RunTaskRecord } from '../domain/records.ts'
import { type Begun, beginAttempt, type NewSession } from '../lifecycle/attempt-lifecycle.ts'
import type { Worktree } from '../ports/git.ts'
import type { Lease } from '../worktrees/worktree-pool.ts'
import { workPrompt } from './briefing.ts'
import { laneOf, type RunContext } from './run-context.ts'
import { conductSession } from './session.ts'

/**
 * Begins an attempt at `task` from `commit` and conducts it in the background. False when the run no longer takes sessions;
 * then nothing has happened.
 */
export async function startAttempt(ctx: RunContext, task: RunTaskRecord, commit: string): Promise<boolean> {
  const lease = ctx.pool.lease(laneOf(ctx, task))
  const branch = workBranch(ctx.state.run.number, task.key)
  const session = await newWorkSession(ctx, task, lease, commit)
  const begun = await beginAttempt(ctx.deps, task, session, branch, () => workPrompt(ctx, task))
  if (!begun) {
    await ctx.pool.release(lease)
    return false
  }
  ctx.deps.reach('attempt.begun')
  ctx.state.apply(begun.task)
  conductSession(ctx, begun, lease, () => takeWorktree(ctx, begun, lease, branch))
  return true
}

async function newWorkSession(
  ctx: RunContext,
  task: RunTaskRecord,
  lease: Lease,
  startCommit: string,
): Promise<Omit<NewSession, 'prompt'>> {
  const { id: runId, projectId } = ctx.state.run
  return {
    id: randomUUID(),
    projectId,
    runId,
    runTaskId: task.id,
    kind: 'WORK',
    attempt: task.attempts + 1,
    agent: task.agent,
    model: task.model,
    worktreePath: lease.path,
    startCommit,
    provenCommits: await provenDependencies(ctx, task, startCommit),
    metrics: NO_METRICS,
  }
}

/** S3: what it depends on is part of what it starts from, checked by ancestry. */
async function provenDependencies(ctx: RunContext, task: RunTaskRecord, startCommit: string): Promise<string[]> {
  const commits = task.dependsOn.map((need) => ctx.state.task(need.key).commit).filter((commit) => commit !== null)
  for (const commit of commits) {
    if (!(await ctx.repository.isAncestor(commit, startCommit)))
      throw new Error(`${task.key} would start from ${startCommit}, which lacks the merged dependency ${commit}`)
  }
  return commits
}

async function takeWorktree(ctx: RunContext, begun: Begun, lease: Lease, branch: string): Promise<Worktree> {
  const { session, task } = begun
  await keepEarlierTip(ctx, task, session.attempt - 1, branch, session.startCommit)
  ctx.deps.reach('attempt.earlier-tip-kept')
  return ctx.pool.prepare(lease, session.startCommit, branch)
}

/** D5: an earlier attempt's unmerged tip stays on a ref of its own before its branch is used again. */
async function keepEarlierTip(
  ctx: RunContext,
  task: RunTaskRecord,
  earlier: number,
  branch: string,
  startCommit: string,
): Promise<void> {
  const tip = await ctx.repository.resolve(branch)
  if (tip === null || (await ctx.repository.isAncestor(tip, startCommit))) return
  const ref = keptRef(ctx.state.run.number, task.key, earlier)
  if ((await ctx.repository.resolve(ref)) === null) await ctx.repository.updateRef(ref, tip, null)
}
