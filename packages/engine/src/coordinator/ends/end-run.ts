import { branchRef, isResolvedRef, KEPT_REFS, keptOfRun, WORK_BRANCHES, workBranches } from '../../domain/naming.ts'
import type { RunRecord, RunTaskRecord } from '../../domain/records.ts'
import { beginDelivery, finishRun, type RunEnding, tellOfRun } from '../../lifecycle/run-lifecycle.ts'
import { type DeliveryOutcome, deliver } from '../../merge/deliver.ts'
import { type BranchDeliveryOutcome, deliverToBranch } from '../../merge/deliver-to-branch.ts'
import { deliveryBranch } from '../../merge/delivery-branch.ts'
import { dropPins } from '../../merge/drop-pins.ts'
import type { RunContext } from '../run/run-context.ts'
import { giveBack, overRun } from './give-back.ts'
import { keepWork } from './keep-work.ts'

/**
 * Ends a run whose tasks have all ended (S9). The merged work is delivered, and the worktrees and the merged work branches are removed.
 *
 * @returns false when the run has not ended, because the server stops, or because a person pauses the run or retries a task. Then `endRun`
 * is called again later
 */
export async function endRun(ctx: RunContext, refusedStart: string | null): Promise<boolean> {
  const status = statusOf(ctx.state.run, ctx.state.tasks)
  const delivery = await deliverIfDue(ctx, status)
  if (delivery?.is === 'aborted' && ctx.intent !== 'cancelling') return false
  if (delivery?.is === 'delivered') {
    ctx.deps.reach('delivery.base-moved')
    await ctx.deps.dispatch.checkoutMoved(ctx.repository.commonDir)
  }
  if (delivery?.is === 'waits') ctx.deps.reach('branch-delivery.moved')
  await tidyUp(ctx)
  await tryTo(ctx, 'refs that are no longer needed stay until the next run ends', () =>
    dropOldPins(ctx, status, delivery),
  )
  await tryTo(ctx, 'temporary objects stay until the server ends', () => ctx.repository.forgetDrafts())
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

type Outcome = DeliveryOutcome | BranchDeliveryOutcome

/** Delivers the merged work of a run (D2). @returns null when the run was cancelled, nothing was merged, or delivery is manual */
async function deliverIfDue(ctx: RunContext, status: RunEnding['status']): Promise<Outcome | null> {
  const { run, tasks } = ctx.state
  const merged = tasks.some((task) => task.status === 'COMPLETED')
  if (status === 'CANCELLED' || run.settings.delivery === 'manual' || !merged) return null
  const tip = await ctx.tip()
  // D3: a tip that the run did not create has not passed verify in this run, and one that was merged with `redBase: allow` may be red. So
  // both are verified before the delivery. A tree that this server has seen pass is not verified again.
  const isOwn = tip === run.startCommit || tasks.some(({ commit }) => commit === tip)
  const work = { run, tip, red: run.settings.redBase === 'allow' || !isOwn }
  const begin = async (target: string, from: string | null) => {
    const begun = ctx.state.applyRun(await beginDelivery(ctx.deps, run, target, from))
    ctx.deps.reach('delivery.begun')
    return begun
  }
  if (run.settings.delivery === 'auto') return deliver(ctx.repository, ctx.verifier, work, ctx.abort, begin)
  const to = deliveryBranch(ctx.place.projectName)
  // The base branch does not move, so nothing is stored as the commit from which it moves.
  const begun = () => begin(tip, null)
  return deliverToBranch(ctx.repository, ctx.verifier, { ...work, to }, ctx.abort, begun)
}

async function tidyUp(ctx: RunContext): Promise<void> {
  await tryTo(ctx, 'the worktree of verify could not be removed', () => ctx.verifier.close())
  await tryTo(ctx, 'the worktrees of the run could not be removed', async () =>
    ctx.deps.dispatch.tidy(await overRun(ctx.deps, ctx.place, ctx.state.run)),
  )
  await giveBack(ctx.deps, ctx.state.run.projectId)
  await tryTo(ctx, 'it could not be checked that the work of all sessions is on a ref', () => keepWrittenWork(ctx))
  // This step fails if a killed git left the file packed-refs.lock. The file is not removed, because a running git may own it.
  await tryTo(ctx, 'merged work branches stay until the next run ends', () => deleteMergedBranches(ctx))
}

/** Does a step of the tidying up. A failure of the step is logged and does not prevent the end of the run. */
async function tryTo({ deps, state }: RunContext, failureText: string, step: () => Promise<void>): Promise<void> {
  await step().catch((error) => deps.log.warn({ runId: state.run.id, err: error }, failureText))
}

const MAX_REASON_LINES = 5

async function keepWrittenWork({ deps, repository, state }: RunContext): Promise<void> {
  const lines = await keepWork(deps, repository, state.run, state.tasks)
  if (lines.length === 0) return
  const rest = lines.length - MAX_REASON_LINES
  const more = rest > 0 ? [`The log of the server has ${rest} more such lines.`] : []
  state.applyRun(await tellOfRun(deps, state.run.id, [...lines.slice(0, MAX_REASON_LINES), ...more].join('\n')))
}

/**
 * Deletes the work branches whose tip is part of the run's branch. It deletes the refs of commits that people gave as work in the same way.
 * Branches with unmerged work stay (D5).
 */
async function deleteMergedBranches(ctx: RunContext): Promise<void> {
  const tip = await ctx.tip()
  const runs = await ctx.deps.store.runs(ctx.state.run.projectId)
  const own = runs.flatMap(({ number }) => [workBranches(number), keptOfRun(number)])
  const branches = await ctx.repository.refs(WORK_BRANCHES, tip)
  const resolved = (await ctx.repository.refs(KEPT_REFS, tip)).filter(({ ref }) => isResolvedRef(ref))
  await ctx.repository.deleteRefs(
    [...branches, ...resolved].filter(({ ref }) => own.some((start) => ref.startsWith(start))),
  )
}

/** Deletes pins as if the end of this run were recorded. If it is not, because a person retries a task, the next merge creates the pin again. */
async function dropOldPins(ctx: RunContext, status: RunEnding['status'], delivery: Outcome | null): Promise<void> {
  const { store } = ctx.deps
  const { id, projectId, baseBranch } = ctx.state.run
  const deliveryStatus = delivered(delivery)?.status ?? 'PENDING'
  const runs = (await store.runs(projectId)).map((run) => (run.id === id ? { ...run, status, deliveryStatus } : run))
  await dropPins(ctx.repository, runs, await ctx.repository.resolve(branchRef(baseBranch)))
}

function runEndingOf(
  ctx: RunContext,
  planned: RunEnding['status'],
  refusedStart: string | null,
  delivery: Outcome | null,
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
    pendingReason:
      delivery?.is === 'waits'
        ? delivery.reason
        : completedTasks > 0
          ? waitingReason(run, status)
          : 'nothing was merged',
  }
}

function delivered(outcome: Outcome | null): RunEnding['delivery'] {
  if (outcome?.is === 'delivered')
    return { status: 'DELIVERED', commit: outcome.commit, moved: true, reason: outcome.note }
  if (outcome?.is === 'contained') return { status: 'DELIVERED', commit: outcome.commit, moved: false, reason: null }
  if (outcome?.is === 'refused') return { status: 'REFUSED', commit: null, moved: false, reason: outcome.reason }
  return null
}

function waitingReason({ number, baseBranch }: RunRecord, status: RunEnding['status']): string {
  const deliver = `\`coppice deliver ${number}\``
  return status === 'CANCELLED'
    ? `the run was cancelled. The next run starts from the merged work. To deliver the merged work to ${baseBranch} now: ${deliver}`
    : `this project delivers by hand. To deliver the merged work to ${baseBranch}: ${deliver}`
}

function failureSummary(tasks: readonly RunTaskRecord[]): string {
  const named = tasks.filter((task) => task.status === 'FAILED' || task.status === 'CONFLICT')
  const skipped = tasks.filter((task) => task.status === 'SKIPPED').length
  const parts = named.slice(0, 5).map((task) => `${task.key} ${task.status}`)
  if (named.length > 5) parts.push(`${named.length - 5} more`)
  if (skipped > 0) parts.push(`${skipped} SKIPPED`)
  return parts.join(', ')
}
