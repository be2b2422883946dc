import type { AttemptOrder, RunPlace } from '../../domain/attempt-order.ts'
import type { AttemptReport } from '../../domain/attempt-report.ts'
import type { RunRecord } from '../../domain/records.ts'
import { isTaskEnded } from '../../domain/statuses.ts'
import { closeBatch, openBatch } from '../../lifecycle/batch-lifecycle.ts'
import { finishRun } from '../../lifecycle/run-lifecycle.ts'
import type { Begun } from '../../lifecycle/session-lifecycle.ts'
import { cancelTask } from '../../lifecycle/task-lifecycle.ts'
import type { Dispatch } from '../../ports/dispatch.ts'
import { endingOf } from '../../session-kinds/session-ending.ts'
import { rowOf } from '../../session-kinds/session-kinds.ts'
import type { RunParts } from '../run/open-run.ts'
import { RunState } from '../run/run-state.ts'
import { followFacts } from '../sessions/follow-facts.ts'
import { fenceOf, newsOf } from '../sessions/news-of.ts'
import { placeOf } from '../sessions/order-for.ts'
import { takeUpOrder } from '../sessions/take-up-sessions.ts'
import { overRun } from './give-back.ts'

/**
 * Ends a run that cannot continue. It needs only the database and the dispatch, and no repository. If the repository can be opened, the
 * work of the agents is committed. Otherwise the work stays in the worktrees until `giveBack` commits it.
 *
 * @param unreached null when this server has the data folder with the agents and worktrees of the run. When another data folder has them,
 * each running session ends with this report, and no worktree is touched
 * @returns false when a command has changed the run meanwhile, so that the run stays active
 */
export async function endByRecord(
  deps: RunParts,
  run: RunRecord,
  reason: string,
  unreached: AttemptReport | null = null,
): Promise<boolean> {
  const state = await RunState.load(deps.store, run)
  const project = await deps.store.project(run.projectId)
  if (!project) throw new Error(`run ${run.number} belongs to a project that no longer exists`)
  const place = placeOf(project, run)
  const sessions = await deps.store.sessions(run.id)
  for (const session of sessions.filter(({ status }) => status === 'RUNNING')) {
    const begun = { task: state.taskOf(session), session }
    const order = takeUpOrder(deps.sessionKinds, place, run, begun)
    const report = unreached ?? (await endedReport(deps.dispatch, order))
    await recordLastFacts(deps, state, begun, report)
    await endSession(deps, state, begun, report)
    if (unreached === null) await deps.dispatch.acknowledge(fenceOf(order))
  }
  for (const task of state.tasks.filter(({ status }) => !isTaskEnded(status)))
    state.apply(await cancelTask(deps, task, taskReason(run), state.costOf([task])))
  if (!(await endBatches(deps, state))) return false
  if (unreached === null) await removeWorktrees(deps, place, run)
  return (await finish(deps, state, reason)) !== null
}

const taskReason = ({ status }: RunRecord): string =>
  status === 'CANCELLING' ? 'the run was cancelled' : 'the run could not continue'

/** Records what the agent used until its end. If its facts cannot be read, the run ends with what is recorded. */
async function recordLastFacts(
  deps: RunParts,
  state: RunState,
  begun: Begun,
  { lastFact }: AttemptReport,
): Promise<void> {
  if (lastFact === null) return
  try {
    const followed = { begun, moneyAsk: null, answeredAsk: 0 }
    await followFacts({ deps, state, track: () => {}, wake: () => {} }, followed).finish(lastFact)
  } catch (error) {
    deps.log.warn({ runId: state.run.id, err: error }, 'the last facts of a session could not be recorded')
  }
}

/** Records the end of a session. No process of the session is alive (C1). */
async function endSession(deps: RunParts, state: RunState, begun: Begun, report: AttemptReport): Promise<void> {
  const { task, session } = begun
  const { end, left } = report
  const tip = left.is === 'stranded' ? null : left.tip
  const tree = session.worktreePath ?? `the worktree of slot ${session.slot}`
  const where = left.is === 'stranded' ? `. The work of its agent is in ${tree}` : ''
  const why = `${taskReason(state.run)}${where}`
  const ending = endingOf(end, 'CANCELLED', why, tip)
  state.costs.put(session)
  const row = rowOf(deps.sessionKinds, session.kind)
  const settled = await row.endByRecord(deps, begun, ending, why, state.costOf([task]))
  if (settled !== 'untouched') state.apply(settled)
}

async function endedReport(dispatch: Dispatch, order: AttemptOrder): Promise<AttemptReport> {
  await dispatch.offer(order)
  dispatch.recall(fenceOf(order), 'run-cancelled')
  for await (const { body } of newsOf(dispatch, order)) {
    if (body.is === 'report') return body.report
    if (body.is === 'left') break
  }
  throw new Error(
    `session ${order.session} did not end, although it was recalled; its agent continues without this server`,
  )
}

/** Ends all batches. A batch that has not begun is opened first, so that each batch of an ended run has a start and an end. */
async function endBatches(deps: RunParts, state: RunState): Promise<boolean> {
  const { run } = state
  for (const batch of (await deps.store.batches(run.id)).filter(({ finishedAt }) => finishedAt === null)) {
    const tasks = state.tasksOf(batch.number)
    const start = run.startCommit ?? run.baseCommit
    const opened = batch.startedAt === null ? await openBatch(deps, run, batch, start, [], tasks.length) : null
    if (!(await closeBatch(deps, run, opened?.batch ?? batch, tasks, state.costOf(tasks)))) return false
  }
  return true
}

/** Removes the worktrees if the repository can be used. A worktree with work that could not be committed stays (D5). */
async function removeWorktrees(deps: RunParts, place: RunPlace, run: RunRecord): Promise<void> {
  try {
    await deps.dispatch.tidy(await overRun(deps, place, run))
  } catch (error) {
    deps.log.warn({ runId: place.runId, err: error }, 'the worktrees of the run stay')
  }
}

function finish(deps: RunParts, state: RunState, reason: string): Promise<RunRecord | null> {
  const { run, tasks } = state
  const completedTasks = tasks.filter(({ status }) => status === 'COMPLETED').length
  const cancelled = run.status === 'CANCELLING'
  const ending = {
    status: cancelled ? 'CANCELLED' : 'FAILED',
    reason,
    completedTasks,
    failedTasks: tasks.length - completedTasks,
    costMicroUsd: state.costOf(tasks),
    delivery: null,
    isDeliveryUnknown: run.settings.delivery === 'auto' && run.deliveryTarget !== null,
    pendingReason:
      completedTasks > 0
        ? `${taskReason(run)}. To deliver the merged work to ${run.baseBranch}: \`coppice deliver ${run.number}\``
        : 'nothing was merged',
  } as const
  return finishRun(deps, run, ending, ['RUNNING', 'PAUSED', 'CANCELLING'])
}
