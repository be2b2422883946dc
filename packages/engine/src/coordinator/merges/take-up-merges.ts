import type { RunTaskRecord } from '../../domain/records.ts'
import { completeTask, enterPhase } from '../../lifecycle/task-lifecycle.ts'
import { ofProject } from '../../merge/of-project.ts'
import type { RunContext } from '../run/run-context.ts'

/** Takes up the merges of an earlier server (R1). A merge that had moved the branch is recorded. The other tasks enter the queue again. */
export async function takeUpMerges(ctx: RunContext): Promise<void> {
  const merged = await mergeCommits(ctx)
  for (const task of ctx.state.tasks.filter((one) => one.status === 'MERGING')) await takeUp(ctx, task, merged)
}

/** Returns the merge commits of this run by task key. It reads them from the trailers on the run's branch (D1). */
async function mergeCommits(ctx: RunContext): Promise<Map<string, string>> {
  const { startCommit, number } = ctx.state.run
  if (!startCommit) return new Map()
  const trailed = ofProject(await ctx.repository.trailers(await ctx.tip(), startCommit), ctx.place.projectName)
  const own = trailed.filter((one) => one.run === number)
  return new Map(own.map((one) => [one.task, one.commit]))
}

async function takeUp(ctx: RunContext, task: RunTaskRecord, merged: Map<string, string>): Promise<void> {
  const commit = merged.get(task.key)
  const recorded = commit
    ? await completeTask(ctx.deps, task, commit, null, ctx.state.costOf([task]))
    : task.phase === 'QUEUE'
      ? task
      : await enterPhase(ctx.deps, task, 'QUEUE')
  ctx.state.apply(recorded)
}
