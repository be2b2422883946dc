import type { AttemptEnd } from '../domain/attempt-report.ts'
import type { RunRecord, SessionRecord } from '../domain/records.ts'
import { isTaskEnded } from '../domain/statuses.ts'
import { endAttempt } from '../lifecycle/attempt-lifecycle.ts'
import { closeBatch, openBatch } from '../lifecycle/batch-lifecycle.ts'
import { finishRun } from '../lifecycle/run-lifecycle.ts'
import { cancelTask } from '../lifecycle/task-lifecycle.ts'
import { endingOf } from '../session-kinds/session-ending.ts'
import { SESSION_KINDS } from '../session-kinds/session-kinds.ts'
import { WorktreePool } from '../worktrees/worktree-pool.ts'
import { limitsOf } from './launch-request.ts'
import { openTrusting, type RunParts } from './open-run.ts'
import { runFolder } from './run-context.ts'
import { RunState } from './run-state.ts'

/**
 * Ends a run that cannot continue. It needs no repository: only the record and the agents' processes. What agents have committed stays on
 * its branches; what they have not committed stays in their worktrees.
 *
 * @returns false when the run has changed meanwhile and stays active
 */
export async function endByRecord(deps: RunParts, run: RunRecord, reason: string): Promise<boolean> {
  const state = await RunState.load(deps.store, run)
  const abandoned = (await deps.store.sessions(run.id)).filter(({ status }) => status === 'RUNNING')
  for (const session of abandoned) await endSession(deps, state, session)
  for (const task of state.tasks.filter(({ status }) => !isTaskEnded(status)))
    state.apply(await cancelTask(deps, task, taskReason(run), state.costOf([task])))
  if (!(await endBatches(deps, state))) return false
  await removeWorktrees(deps, run, abandoned)
  return (await finish(deps, state, reason)) !== null
}

const taskReason = ({ status }: RunRecord): string =>
  status === 'CANCELLING' ? 'the run was cancelled' : 'the run could not continue'

/** C1: nothing of it is alive when this resolves. */
async function endSession(deps: RunParts, state: RunState, session: SessionRecord): Promise<void> {
  const task = state.tasks.find(({ id }) => id === session.runTaskId)
  if (!task) throw new Error(`session ${session.number} belongs to no task of run ${state.run.number}`)
  const begun = { task, session }
  const agent = deps.agents.get(session.agent)
  const process =
    agent && (await deps.hosts.adopt({ id: session.id, process: session.process, agent, limits: limitsOf(begun) }))
  process?.stop('cancelled')
  const end: AttemptEnd = process
    ? { is: 'ended', process: await process.ended }
    : { is: 'called-off', why: 'cancelled' }
  const why = `${taskReason(state.run)}. What its agent left is in ${session.worktreePath}`
  const ending = endingOf(end, 'CANCELLED', why, null)
  state.addCost(task.id, ending.metrics.costMicroUsd)
  const { tellEnd } = SESSION_KINDS[session.kind]
  const outcome = { to: 'CANCELLED', reason: why } as const
  state.apply(await endAttempt(deps, begun, ending, outcome, state.costOf([task]), tellEnd))
}

/** A batch that never began begins and ends at once, as in every run that ends early. */
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

/** As far as the repository lets us. Those of the sessions that were abandoned stay (D5). */
async function removeWorktrees(deps: RunParts, run: RunRecord, abandoned: readonly SessionRecord[]): Promise<void> {
  try {
    const project = await deps.store.project(run.projectId)
    if (!project) return
    const root = `${deps.worktreesRoot}/${runFolder(run)}`
    const pool = new WorktreePool(await openTrusting(deps, project), root, [])
    for (const { worktreePath } of abandoned) pool.setAside(worktreePath)
    await pool.clear()
  } catch (error) {
    deps.log.warn({ runId: run.id, err: error }, 'the worktrees of the run stay')
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
    pendingReason:
      completedTasks > 0
        ? `${taskReason(run)}; \`coppice deliver ${run.number}\` brings what was merged to ${run.baseBranch}`
        : 'nothing was merged',
  } as const
  return finishRun(deps, run, ending, ['RUNNING', 'PAUSED', 'CANCELLING'])
}
