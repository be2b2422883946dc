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
  const opened = withBatch(view, event.batchNumber, (batch) => ({
    ...batch,
    status: 'RUNNING',
    startedAt: batch.startedAt ?? at,
    finishedAt: null,
  }))
  const tasks = opened.tasks.map((task) =>
    task.batchNumber === event.batchNumber && task.status === 'PENDING' && task.phase === null && !task.scheduledFor
      ? { ...task, phase: 'QUEUE' as const, phaseStartedAt: at }
      : task,
  )
  return { ...opened, tasks }
}

function taskStarted(task: TaskView, event: Facts<'TaskStarted'>, at: number): TaskView {
  return {
    ...task,
    status: 'RUNNING',
    reason: null,
    scheduledFor: null,
    attempts: Math.max(task.attempts, event.attempt),
    phase: 'SETUP',
    phaseStartedAt: at,
    startedAt: task.startedAt ?? at,
    finishedAt: null,
  }
}

/** A person retried it, or what had held it back: what its end left behind is no longer true, its sessions stay. */
const revived = (task: TaskView): TaskView =>
  isTaskEnded(task.status) ? { ...task, conflictFiles: [], failure: null } : task

/** It waits: for a slot where its batch is open, else for its batch, or for the time that the event names. */
function waits(view: RunView, task: TaskView, at: number): TaskView {
  const open = view.batches.some((batch) => batch.number === task.batchNumber && batch.status === 'RUNNING')
  const queued = open && task.scheduledFor === null
  return { ...task, phase: queued ? 'QUEUE' : null, phaseStartedAt: queued ? at : null, finishedAt: null }
}

/** AttemptFinished and TaskStatusChanged tell the same: what the task is now, why, and when it may go on. */
function statusChanged(
  view: RunView,
  task: TaskView,
  event: Facts<'AttemptFinished'> | Facts<'TaskStatusChanged'>,
  at: number,
): TaskView {
  const facts = { status: event.taskStatus, reason: event.reason, scheduledFor: timeOf(event.retryAt) }
  if (event.taskStatus === 'PENDING') return waits(view, { ...revived(task), ...facts }, at)
  const next = { ...task, ...facts }
  if (isTaskEnded(event.taskStatus)) return { ...next, phase: null, phaseStartedAt: null }
  return { ...next, finishedAt: null }
}

function sessionStarted(task: TaskView, event: Facts<'SessionStarted'>, at: number): TaskView {
  if (task.sessions.some((session) => session.id === event.sessionId))
    return withSession(task, event.sessionId, (session) => ({ ...session, status: 'RUNNING', endedAt: null }))
  const session: SessionView = {
    id: event.sessionId,
    number: null,
    kind: event.sessionKind,
    attempt: event.attempt,
    agent: event.agent,
    model: event.model,
    status: 'RUNNING',
    error: null,
    startCommit: null,
    worktreePath: null,
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
  return { ...task, ...ended, status: event.taskStatus, reason: event.reason }
}

function folded(view: RunView, event: RunEvent, at: number): RunView {
  switch (event.__typename) {
    case 'RunStarted':
      return { ...view, status: 'RUNNING', startedAt: view.startedAt ?? at }
    case 'RunStatusChanged':
      return { ...view, status: event.runStatus, reason: event.reason }
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
      return { ...view, delivery: { status, commit, reason, at } }
    }
    case 'RunFinished':
      return { ...view, status: event.runStatus, reason: event.reason, finishedAt: at }
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
  return { ...folded(view, event, at), lastSequence: event.sequence, lastEventAt: at }
}
