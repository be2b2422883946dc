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
import { type MergeOutcome, mergeWork } from '../../merge/merge-work.ts'
import { RememberedResolutions } from '../../merge/remembered-resolutions.ts'
import { afterFailure } from '../../session-kinds/attempt-failure.ts'
import { mayResolve } from '../../session-kinds/may-resolve.ts'
import type { RunContext } from '../run/run-context.ts'
import { rememberResolution } from './remember-resolution.ts'
import { taskMergeMessage } from './task-merge-message.ts'

/**
 * Merges the finished work of tasks into the run's branch, one after the other, and verifies each result (D1). A merge starts when the
 * merge before it has ended. It does not wait until that merge is recorded, because a restart finds in git what was merged (R1). After a
 * merge without success, the remaining tasks go back to the queue, because they may have to be merged after another attempt of that task
 * (S2).
 */
export async function mergeTasks(ctx: RunContext, keys: readonly string[]): Promise<void> {
  const tasks = await Promise.all(keys.map((key) => entered(ctx, ctx.state.task(key), 'MERGE')))
  ctx.deps.reach('merge.entered')
  const records: Promise<void>[] = []
  let last: MergeOutcome | null = null
  for (const { key } of tasks) {
    // The next merge starts from the commit of the last merge, and does not read the branch. That merge may not be recorded yet. So if
    // somebody has deleted the branch, `ctx.tip()` would create it again without that merge.
    if (last === null) last = await merged(ctx, ctx.state.task(key), await ctx.tip())
    else if (last.is === 'merged') last = await merged(ctx, ctx.state.task(key), last.commit)
    else last = { is: 'aborted' }
    const record = recorded(ctx, key, last)
    ctx.track(record)
    records.push(record)
  }
  await Promise.allSettled(records)
}

async function merged(ctx: RunContext, task: RunTaskRecord, tip: string): Promise<MergeOutcome> {
  if (ctx.state.isCancelRequested(task.id)) return { is: 'aborted' }
  const message = await taskMergeMessage(ctx, task)
  const { deps, repository, place, state } = ctx
  const resolutions = new RememberedResolutions(repository, deps.log, place.projectName, state.run)
  const outcome = await ctx.aborts.during(task.id, async (signal) =>
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
const refusedBefore = ({ refusedTree: tree, lastFailure: failure }: RunTaskRecord) =>
  tree !== null && failure !== null ? { tree, failure } : null

async function entered(ctx: RunContext, task: RunTaskRecord, phase: 'MERGE' | 'VERIFY' | 'QUEUE') {
  ctx.state.apply(await enterPhase(ctx.deps, task, phase))
  return ctx.state.task(task.key)
}

function record(ctx: RunContext, task: RunTaskRecord, outcome: MergeOutcome): Promise<RunTaskRecord | null> {
  switch (outcome.is) {
    case 'merged':
      ctx.red = outcome.red
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

function noteOf({ resolution, red }: MergeOutcome & { is: 'merged' }): string | null {
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
