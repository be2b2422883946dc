import { WORK_BRANCHES, workBranches } from '../../domain/naming.ts'
import type { RunRecord, RunTaskRecord } from '../../domain/records.ts'
import { beginDelivery, finishRun, type RunEnding, tellOfRun } from '../../lifecycle/run-lifecycle.ts'
import { type DeliveryOutcome, deliver } from '../../merge/deliver.ts'
import type { RunContext } from '../run/run-context.ts'
import { giveBack, overRun } from './give-back.ts'
import { keepWork } from './keep-work.ts'

/**
 * Every task has ended: what was merged is delivered, worktrees and merged work branches are removed, and the run ends (S9).
 *
 * @returns false when the server stops in the middle, or a person pauses the run or retries a task: then it begins here again
 */
export async function endRun(ctx: RunContext, refusedStart: string | null): Promise<boolean> {
  const status = statusOf(ctx.state.run, ctx.state.tasks)
  const delivery = await deliverIfDue(ctx, status)
  if (delivery?.is === 'aborted' && ctx.intent !== 'cancelling') return false
  if (delivery?.is === 'delivered') {
    ctx.deps.reach('delivery.base-moved')
    await ctx.deps.dispatch.checkoutMoved(ctx.repository.commonDir)
  }
  await tidyUp(ctx)
  ctx.deps.reach('end.tidied')
  const ending = runEndingOf(ctx, status, refusedStart, delivery)
  const ended = ctx.state.applyRun(await finishRun(ctx.deps, ctx.state.run, ending))
  ctx.deps.reach('end.recorded')
  return ended
}

function statusOf(run: RunRecord, tasks: readonly RunTaskRecord[]): RunEnding['status'] {
  if (run.status === 'CANCELLING') return 'CANCELLED'
  return tasks.every((task) => task.status === 'COMPLETED') ? 'COMPLETED' : 'FAILED'
}

/** Delivers the merged work of a run (D2). @returns null when the run was cancelled, nothing was merged, or delivery is manual */
async function deliverIfDue(ctx: RunContext, status: RunEnding['status']): Promise<DeliveryOutcome | null> {
  const { run, tasks } = ctx.state
  const merged = tasks.some((task) => task.status === 'COMPLETED')
  if (status === 'CANCELLED' || run.settings.delivery === 'manual' || !merged) return null
  const tip = await ctx.tip()
  // D3: what somebody else has put on the branch has passed no verify of this run.
  const isOwn = tip === run.startCommit || tasks.some(({ commit }) => commit === tip)
  const work = { run, tip, red: ctx.red || !isOwn }
  return deliver(ctx.repository, ctx.verifier, work, ctx.abort, async (target) => {
    const begun = ctx.state.applyRun(await beginDelivery(ctx.deps, run, target))
    ctx.deps.reach('delivery.begun')
    return begun
  })
}

async function tidyUp(ctx: RunContext): Promise<void> {
  await attempt(ctx, 'the worktree of verify stays', () => ctx.verifier.close())
  await attempt(ctx, 'worktrees stay', async () =>
    ctx.deps.dispatch.tidy(await overRun(ctx.deps, ctx.place, ctx.state.run)),
  )
  await giveBack(ctx.deps, ctx.state.run.projectId)
  await attempt(ctx, 'what sessions wrote could not be checked', () => keepWrittenWork(ctx))
  // A git that was killed leaves packed-refs.lock behind, which nobody may take from a git that lives.
  await attempt(ctx, 'merged work branches stay until the next run ends', () => deleteMergedBranches(ctx))
}

/** Nothing that is only tidied up keeps a run from its end. */
async function attempt({ deps, state }: RunContext, otherwise: string, work: () => Promise<void>): Promise<void> {
  await work().catch((error) => deps.log.warn({ runId: state.run.id, err: error }, otherwise))
}

/** Lines of one reason. */
const MOST_TOLD = 5

async function keepWrittenWork({ deps, repository, state }: RunContext): Promise<void> {
  const told = await keepWork(deps, repository, state.run, state.tasks)
  if (told.length === 0) return
  const more = told.length > MOST_TOLD ? [`${told.length - MOST_TOLD} more: see the log of the server.`] : []
  state.applyRun(await tellOfRun(deps, state.run.id, [...told.slice(0, MOST_TOLD), ...more].join('\n')))
}

/** D5: a work branch goes once its tip is part of the run's branch; what is not merged stays. */
async function deleteMergedBranches(ctx: RunContext): Promise<void> {
  const tip = await ctx.tip()
  const runs = await ctx.deps.store.runs(ctx.state.run.projectId)
  const own = runs.map((run) => workBranches(run.number))
  const merged = await ctx.repository.refs(WORK_BRANCHES, tip)
  await ctx.repository.deleteRefs(merged.filter(({ ref }) => own.some((prefix) => ref.startsWith(prefix))))
}

function runEndingOf(
  ctx: RunContext,
  planned: RunEnding['status'],
  refusedStart: string | null,
  delivery: DeliveryOutcome | null,
): RunEnding {
  const { run, tasks } = ctx.state
  const status = run.status === 'CANCELLING' ? 'CANCELLED' : planned
  const completedTasks = tasks.filter((task) => task.status === 'COMPLETED').length
  return {
    status,
    reason:
      status === 'COMPLETED' ? null : (refusedStart ?? (status === 'CANCELLED' ? 'cancelled' : failureSummary(tasks))),
    completedTasks,
    failedTasks: tasks.length - completedTasks,
    costMicroUsd: ctx.state.costOf(tasks),
    delivery: delivered(delivery),
    pendingReason: completedTasks > 0 ? waitingReason(run, status) : 'nothing was merged',
  }
}

function delivered(outcome: DeliveryOutcome | null): RunEnding['delivery'] {
  if (outcome?.is === 'delivered' || outcome?.is === 'contained')
    return { status: 'DELIVERED', commit: outcome.commit, reason: null }
  if (outcome?.is === 'refused') return { status: 'REFUSED', commit: null, reason: outcome.reason }
  return null
}

function waitingReason({ number, baseBranch }: RunRecord, status: RunEnding['status']): string {
  const deliver = `\`coppice deliver ${number}\``
  return status === 'CANCELLED'
    ? `the run was cancelled; the next run starts from what was merged, and ${deliver} brings that to ${baseBranch} now`
    : `this project delivers by hand: ${deliver}`
}

function failureSummary(tasks: readonly RunTaskRecord[]): string {
  const named = tasks.filter((task) => task.status === 'FAILED' || task.status === 'CONFLICT')
  const skipped = tasks.filter((task) => task.status === 'SKIPPED').length
  const parts = named.slice(0, 5).map((task) => `${task.key} ${task.status}`)
  if (named.length > 5) parts.push(`${named.length - 5} more`)
  if (skipped > 0) parts.push(`${skipped} SKIPPED`)
  return parts.join(', ')
}
