import type { RunTaskRecord } from '../../domain/records.ts'
import { completeTask, enterPhase } from '../../lifecycle/task-lifecycle.ts'
import { ofProject } from '../../merge/of-project.ts'
import type { TrailedCommit } from '../../ports/git.ts'
import type { RunContext } from '../run/run-context.ts'
import { mergeOfTask } from './merge-of-task.ts'

/** Takes up the merges of an earlier server (R1). A merge that had moved the branch is recorded. The other tasks enter the queue again. */
export async function takeUpMerges(ctx: RunContext): Promise<void> {
  const merges = await mergeCommits(ctx)
  // The database does not record that a merge is red. The newest merge of a task counts.
  for (const { task, verified } of merges.toReversed()) ctx.state.markMerged(task, verified === 'false')
  for (const task of ctx.state.tasks.filter((one) => one.status === 'MERGING'))
    await takeUp(ctx, task, mergeOfTask(task, merges))
}

/** Returns the merge commits of this run, newest first. It reads them from the trailers on the run's branch (D1). */
async function mergeCommits(ctx: RunContext): Promise<TrailedCommit[]> {
  const { startCommit, number } = ctx.state.run
  if (!startCommit) return []
  const trailed = await ctx.repository.trailers(await ctx.tip(), startCommit, 'first-parent')
  return ofProject(trailed, ctx.place.projectName).filter((one) => one.run === number)
}

async function takeUp(ctx: RunContext, task: RunTaskRecord, commit: string | null): Promise<void> {
  const recorded = commit
    ? await completeTask(ctx.deps, task, commit, null, ctx.state.costOf([task]), ctx.state.teachersOf(task))
    : task.phase === 'QUEUE'
      ? task
      : await enterPhase(ctx.deps, task, 'QUEUE')
  ctx.state.apply(recorded)
}
