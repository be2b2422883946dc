import { isTaskEnded } from '../../marks/statuses.ts'
import type { EventFacts, RunEvent } from './run-event.ts'
import type { BatchView, RunView, SessionView, TaskView } from './run-view.ts'

type Facts<T extends EventFacts['__typename']> = Extract<EventFacts, { __typename: T }>

const timeOf = (iso: string | null): number | null => (iso === null ? null : Date.parse(iso))

function withTask(view: RunView, key: string, change: (task: TaskView) => TaskView): RunView {
  const index = view.tasks.findIndex((task) => task.key === key)
  const task = view.tasks[index]
  return task === undefined ? view : { ...view, tasks: view.tasks.with(index, change(task)) }
}

function withBatch(view: RunView, number: number, change: (batch: BatchView) => BatchView): RunView {
  return { ...view, batches: view.batches.map((batch) => (batch.number === number ? change(batch) : batch)) }
}

function withSession(task: TaskView, id: string, change: (session: SessionView) => SessionView): TaskView {
  return { ...task, sessions: task.sessions.map((session) => (session.id === id ? change(session) : session)) }
}

function batchStarted(view: RunView, event: Facts<'BatchStarted'>, at: number): RunView {
  return withBatch(view, event.batchNumber, (batch) => ({
    ...batch,
    status: 'RUNNING',
    startCommit: event.startCommit ?? batch.startCommit,
    startedAt: batch.startedAt ?? at,
    finishedAt: null,
  }))
}

function taskStarted(task: TaskView, event: Facts<'TaskStarted'>, at: number): TaskView {
  return {
    ...task,
    status: 'RUNNING',
    reason: null,
    scheduledFor: null,
    attempts: Math.max(task.attempts, event.attempt),
    branch: event.branch ?? task.branch,
    conflictFiles: [],
    phase: 'SETUP',
    phaseStartedAt: at,
    startedAt: task.startedAt ?? at,
    finishedAt: null,
  }
}

/**
 * It waits: for a slot where its batch has begun, else for its batch, or for the time that the event names. What its last attempt
 * left behind is no longer true; its sessions stay.
 */
function waits(view: RunView, task: TaskView, at: number): TaskView {
  const begun = view.batches.some((batch) => batch.number === task.batchNumber && batch.startedAt !== null)
  const queued = begun && task.scheduledFor === null
  const phase = { phase: queued ? ('QUEUE' as const) : null, phaseStartedAt: queued ? at : null }
  return { ...task, ...phase, conflictFiles: [], finishedAt: null }
}

/** AttemptFinished and TaskStatusChanged tell the same: what the task is now, why, and when it may go on. */
function statusChanged(
  view: RunView,
  task: TaskView,
  event: Facts<'AttemptFinished'> | Facts<'TaskStatusChanged'>,
  at: number,
): TaskView {
  const facts = { status: event.taskStatus, reason: event.reason, scheduledFor: timeOf(event.retryAt) }
  if (event.taskStatus === 'PENDING') return waits(view, { ...task, ...facts }, at)
  // Finished work has no reason; in the queue with one it still waits for the session that resolves its conflict.
  const finished = event.taskStatus === 'MERGING' && event.reason === null
  const next = { ...task, ...facts, ...(finished && { conflictFiles: [] }) }
  if (isTaskEnded(event.taskStatus)) return { ...next, phase: null, phaseStartedAt: null }
  return { ...next, finishedAt: null }
}

function sessionStarted(task: TaskView, event: Facts<'SessionStarted'>, at: number): TaskView {
  if (task.sessions.some((session) => session.id === event.sessionId))
    return withSession(task, event.sessionId, (session) => ({ ...session, status: 'RUNNING', endedAt: null }))
  const session: SessionView = {
    id: event.sessionId,
    number: event.number,
    kind: event.sessionKind,
    attempt: event.attempt,
    agent: event.agent,
    model: event.model,
    status: 'RUNNING',
    error: null,
    startCommit: event.startCommit,
    worktreePath: event.worktreePath,
    startedAt: at,
    endedAt: null,
    costUsd: null,
  }
  return { ...task, sessions: [...task.sessions, session] }
}

function sessionEnded(task: TaskView, event: Facts<'SessionEnded'>, at: number): TaskView {
  return withSession(task, event.sessionId, (session) => ({
    ...session,
    status: event.sessionStatus,
    error: event.reason,
    endedAt: at,
    costUsd: event.costUsd,
  }))
}

function taskFinished(task: TaskView, event: Facts<'TaskFinished'>, at: number): TaskView {
  const ended = { phase: null, phaseStartedAt: null, scheduledFor: null, finishedAt: at }
  const merged = event.taskStatus === 'COMPLETED' ? { branch: null, conflictFiles: [] } : {}
  return { ...task, ...ended, ...merged, status: event.taskStatus, reason: event.reason }
}

function runStatusChanged(view: RunView, { runStatus, reason, maxConcurrency }: Facts<'RunStatusChanged'>): RunView {
  return { ...view, status: runStatus, reason, maxConcurrency: maxConcurrency ?? view.maxConcurrency }
}

function runFinished(view: RunView, { runStatus, reason, deliveryReason }: Facts<'RunFinished'>, at: number): RunView {
  const delivery = { ...view.delivery, reason: deliveryReason ?? view.delivery.reason }
  return { ...view, status: runStatus, reason, finishedAt: at, delivery }
}

function folded(view: RunView, event: RunEvent, at: number): RunView {
  switch (event.__typename) {
    case 'RunStarted':
      return { ...view, status: 'RUNNING', startedAt: view.startedAt ?? at }
    case 'RunStatusChanged':
      return runStatusChanged(view, event)
    case 'BatchStarted':
      return batchStarted(view, event, at)
    case 'BatchFinished':
      return withBatch(view, event.batchNumber, (batch) => ({ ...batch, status: event.batchStatus, finishedAt: at }))
    case 'TaskStarted':
      return withTask(view, event.taskKey, (task) => taskStarted(task, event, at))
    case 'AttemptFinished':
    case 'TaskStatusChanged':
      return withTask(view, event.taskKey, (task) => statusChanged(view, task, event, at))
    case 'TaskPhaseChanged':
      return withTask(view, event.taskKey, (task) => ({ ...task, phase: event.phase, phaseStartedAt: at }))
    case 'SessionStarted':
      return withTask(view, event.taskKey, (task) => sessionStarted(task, event, at))
    case 'SessionEnded':
      return withTask(view, event.taskKey, (task) => sessionEnded(task, event, at))
    case 'TaskMerged':
      return withTask(view, event.taskKey, (task) => ({ ...task, commit: event.commit }))
    case 'MergeConflicted':
      return withTask(view, event.taskKey, (task) => ({ ...task, conflictFiles: event.files }))
    case 'TaskFinished':
      return withTask(view, event.taskKey, (task) => taskFinished(task, event, at))
    case 'DeliveryFinished': {
      const { deliveryStatus: status, baseCommit: commit, reason } = event
      return { ...view, delivery: { status, commit, reason, at, inProgress: false } }
    }
    case 'RunFinished':
      return runFinished(view, event, at)
    default:
      return view
  }
}

/**
 * The view after the event (R2). An event that the view already holds changes nothing, so a replay is harmless;
 * one of a type that this page does not know moves the number alone.
 */
export function foldRun(view: RunView, event: RunEvent): RunView {
  if (event.sequence <= view.lastSequence) return view
  const at = Date.parse(event.at)
  return { ...folded(view, event, at), lastSequence: event.sequence }
}
