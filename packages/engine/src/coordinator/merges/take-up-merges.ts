import type { RunTaskRecord } from '../../domain/records.ts'
import { completeTask, enterPhase } from '../../lifecycle/task-lifecycle.ts'
import { ofProject } from '../../merge/of-project.ts'
import type { RunContext } from '../run/run-context.ts'

/** Takes up the merges that an earlier server began (R1). If the branch contains the merge, it is recorded. Otherwise the task is queued again. */
export async function takeUpMerges(ctx: RunContext): Promise<void> {
  const merged = await mergedAlready(ctx)
  for (const task of ctx.state.tasks.filter((one) => one.status === 'MERGING')) await takeUp(ctx, task, merged)
}

/** Finds the merge commits of this run on its branch, by task key (D1). A server may have ended before it recorded a merge. */
async function mergedAlready(ctx: RunContext): Promise<Map<string, string>> {
  const { startCommit, number } = ctx.state.run
  if (!startCommit) return new Map()
  const trailed = ofProject(await ctx.repository.trailers(await ctx.tip(), startCommit), ctx.place.projectName)
  const own = trailed.filter((one) => one.run === number)
  return new Map(own.map((one) => [one.task, one.commit]))
}

async function takeUp(ctx: RunContext, task: RunTaskRecord, merged: Map<string, string>): Promise<void> {
  const commit = merged.get(task.key)
  const taken = commit
    ? await completeTask(ctx.deps, task, commit, ctx.state.costOf([task]))
    : task.phase === 'QUEUE'
      ? task
      : await enterPhase(ctx.deps, task, 'QUEUE')
  ctx.state.apply(taken)
}
