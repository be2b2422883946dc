import type { RunTaskRecord } from '../../domain/records.ts'
import { type MergeOutcome, mergeWork } from '../../merge/merge-work.ts'
import { RememberedResolutions } from '../../merge/remembered-resolutions.ts'
import type { RunContext } from '../run/run-context.ts'
import { mergeTogether } from './merge-together.ts'
import { entered, recordMerge, refusedBefore } from './record-merge.ts'
import { rememberResolution } from './remember-resolution.ts'
import { taskMergeMessage } from './task-merge-message.ts'

/**
 * Merges the finished work of tasks into the run's branch, in this order. Each merge is a commit of its own (D1). With verify commands,
 * several tasks are verified together if that is possible (ADR 0085). Otherwise only the first task is merged, and the others go back to the
 * queue.
 */
export async function mergeTasks(ctx: RunContext, keys: readonly string[]): Promise<void> {
  const tasks = await Promise.all(keys.map((key) => entered(ctx, ctx.state.task(key), 'MERGE')))
  ctx.deps.reach('merge.entered')
  if (!ctx.verifier.isNeeded) return mergeOneByOne(ctx, tasks)
  if (tasks.length > 1 && (await mergeTogether(ctx, tasks))) return
  await Promise.all(tasks.slice(1).map((task) => entered(ctx, task, 'QUEUE')))
  await mergeOneByOne(ctx, tasks.slice(0, 1))
}

/**
 * A merge starts when the merge before it has ended. It does not wait until that merge is recorded, because a restart finds in git what was
 * merged (R1). After a merge without success, the remaining tasks go back to the queue, because they may have to be merged after another
 * attempt of that task (S2).
 */
async function mergeOneByOne(ctx: RunContext, tasks: readonly RunTaskRecord[]): Promise<void> {
  const records: Promise<void>[] = []
  let last: MergeOutcome | null = null
  for (const { key } of tasks) {
    // The next merge starts from the commit of the last merge, and does not read the branch. That merge may not be recorded yet. So if
    // somebody has deleted the branch, `ctx.tip()` would create it again without that merge.
    if (last === null) last = await merged(ctx, ctx.state.task(key), await ctx.tip())
    else if (last.is === 'merged') last = await merged(ctx, ctx.state.task(key), last.commit)
    else last = { is: 'aborted' }
    if (last.is === 'merged' || last.is === 'refused') ctx.chainLength.learn(last.is)
    records.push(recordMerge(ctx, key, last))
  }
  await Promise.allSettled(records)
}

async function merged(ctx: RunContext, task: RunTaskRecord, tip: string): Promise<MergeOutcome> {
  if (ctx.state.isCancelRequested(task.id)) return { is: 'aborted' }
  const message = await taskMergeMessage(ctx, task)
  const { deps, repository, place, state } = ctx
  const resolutions = new RememberedResolutions(repository, deps.log, place.projectName, state.run)
  const outcome = await ctx.aborts.during([task.id], async (signal) =>
    mergeWork(
      ctx.repository,
      ctx.verifier,
      resolutions,
      {
        branch: ctx.state.run.branch,
        tip,
        workCommit: task.noChange ? null : task.workCommit,
        refused: refusedBefore(task),
        message,
        red: ctx.red,
      },
      signal,
      {
        onVerify: async () => void (await entered(ctx, ctx.state.task(task.key), 'VERIFY')),
        reach: ctx.deps.reach,
      },
    ),
  )
  if (outcome.is === 'merged') {
    ctx.deps.reach('merge.branch-moved')
    if (ctx.verifier.isNeeded && outcome.red.size === 0)
      await rememberResolution(ctx, resolutions, task, tip, outcome.commit, message(true, null))
  }
  return outcome
}
