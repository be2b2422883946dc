import { isHandMade } from '../../domain/hand-made-work.ts'
import { shortCommit } from '../../domain/naming.ts'
import type { Failure, RunTaskRecord } from '../../domain/records.ts'
import {
  type AfterRefusal,
  awaitConflictSession,
  completeTask,
  dropKeptWork,
  endInConflict,
  endUnmerged,
  enterPhase,
  loseWork,
  refuseWork,
} from '../../lifecycle/task-lifecycle.ts'
import type { MergeOutcome } from '../../merge/merge-work.ts'
import { afterFailure } from '../../session-kinds/attempt-failure.ts'
import { mayResolve } from '../../session-kinds/may-resolve.ts'
import type { RunContext } from '../run/run-context.ts'

/** Records the outcome of a merge. The run waits for it in the background. */
export function recordMerge(ctx: RunContext, key: string, outcome: MergeOutcome): Promise<void> {
  const recording = recorded(ctx, key, outcome)
  ctx.track(recording)
  return recording
}

async function recorded(ctx: RunContext, key: string, outcome: MergeOutcome): Promise<void> {
  ctx.state.apply(await record(ctx, ctx.state.task(key), outcome))
  ctx.deps.reach('merge.recorded')
}

/**
 * Says whether an agent of an earlier run did the work (D6). If such work cannot be merged, an agent does the task again. If the commit of
 * a person cannot be merged, the task ends, and the person decides.
 */
const isOfEarlierRun = (task: RunTaskRecord): boolean => task.keptFromRunId !== null && !isHandMade(task)

/** Returns the tree that verify refused last, with the reason. @returns null when the last failure of the task has another cause */
export const refusedBefore = ({ refusedTree: tree, lastFailure: failure }: RunTaskRecord) =>
  tree !== null && failure !== null ? { tree, failure } : null

/** Records that a task enters a phase of its merge. @returns the task as it is now */
export async function entered(
  ctx: RunContext,
  task: RunTaskRecord,
  phase: 'MERGE' | 'VERIFY' | 'QUEUE',
): Promise<RunTaskRecord> {
  ctx.state.apply(await enterPhase(ctx.deps, task, phase))
  return ctx.state.task(task.key)
}

function record(ctx: RunContext, task: RunTaskRecord, outcome: MergeOutcome): Promise<RunTaskRecord | null> {
  switch (outcome.is) {
    case 'merged':
      ctx.red = outcome.red
      ctx.state.markMerged(task.key, outcome.red.size > 0)
      return completeTask(
        ctx.deps,
        task,
        outcome.commit,
        noteOf(outcome),
        ctx.state.costOf([task]),
        ctx.state.teachersOf(task),
      )
    case 'conflict':
      return conflicted(ctx, task, outcome.files)
    case 'refused':
      return refused(ctx, task, outcome.tree, outcome.failure)
    case 'broken':
      return endUnmerged(ctx.deps, task, outcome.failure.reason, ctx.state.costOf([task]))
    case 'work-lost':
      return lost(ctx, task)
    case 'tip-moved':
      // The next merge reads the branch again, and reports what happened to it.
      ctx.deps.log.warn(
        { runId: task.runId, task: task.key },
        `${ctx.state.run.branch} was moved by somebody else during a merge`,
      )
      return enterPhase(ctx.deps, task, 'QUEUE')
    case 'aborted':
      return enterPhase(ctx.deps, task, 'QUEUE')
  }
}

function noteOf({ resolution, red, verifiedWith = null }: MergeOutcome & { is: 'merged' }): string | null {
  if (verifiedWith !== null) return `verified together with ${verifiedWith}`
  if (resolution !== null) return `its conflict was resolved as in ${resolution}`
  return red.size === 0 ? null : `verify still fails, as before this merge: ${[...red].join('; ')}`
}

/**
 * Records a conflict (D4). If a conflict session may resolve it, the task waits for one. If not, an agent does a task with kept work of an
 * earlier run anew, and any other task ends. The commit of a person gets no conflict session: the person decides.
 * @returns the task as it is now, or null when the record has changed meanwhile
 */
function conflicted(ctx: RunContext, task: RunTaskRecord, files: readonly string[]): Promise<RunTaskRecord | null> {
  if (!isHandMade(task) && mayResolve(ctx, task)) return awaitConflictSession(ctx.deps, task, files)
  const reason = `conflicts with work that was merged before it, in ${files.join(', ')}`
  if (isOfEarlierRun(task)) return dropKeptWork(ctx.deps, task, `its kept work ${reason}`)
  return endInConflict(ctx.deps, task, files, reason, ctx.state.costOf([task]))
}

/**
 * Records that verify refused the work (D3). The next attempt starts from the tip, and its prompt has the output of verify (S5). A refusal
 * of kept work, or of the commit of a person, does not count as an attempt (D6).
 */
async function refused(ctx: RunContext, task: RunTaskRecord, tree: string, failure: Failure) {
  const cost = ctx.state.costOf([task])
  if (isHandMade(task)) return refuseWork(ctx.deps, task, failure, { tree, counts: false }, { again: false }, cost)
  if (isOfEarlierRun(task)) {
    return refuseWork(ctx.deps, task, failure, { tree, counts: false }, { again: true, retryAt: null }, cost)
  }
  return refuseWork(ctx.deps, task, failure, { tree, counts: true }, afterwards(ctx, task, failure), cost)
}

/**
 * Records that the finished work of a task no longer exists: somebody deleted its branch, and git has removed the commit since.
 * @returns the task as it is now, or null when the record has changed meanwhile
 */
function lost(ctx: RunContext, task: RunTaskRecord): Promise<RunTaskRecord | null> {
  const reason = `its finished work is lost: commit ${shortCommit(task.workCommit ?? '')} is no longer in the repository`
  if (isOfEarlierRun(task)) return dropKeptWork(ctx.deps, task, reason)
  const failure: Failure = { class: 'infrastructure', reason, output: '' }
  const after = isHandMade(task) ? ({ again: false } as const) : afterwards(ctx, task, failure)
  return loseWork(ctx.deps, task, failure, after, ctx.state.costOf([task]))
}

function afterwards(ctx: RunContext, task: RunTaskRecord, failure: Failure): AfterRefusal {
  const { clock, backoff } = ctx.deps
  const next = afterFailure(task, failure, clock.now(), clock.random(), backoff)
  return next.to === 'PENDING' ? { again: true, retryAt: next.retryAt } : { again: false }
}
