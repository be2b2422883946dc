import type { NewEvent } from '../domain/events.ts'
import type { ProviderLimit } from '../domain/provider.ts'
import type { Failure, ProcessIdentity, RunTaskRecord, SessionMetrics, SessionRecord } from '../domain/records.ts'
import type { RunStatus, SessionStatus, TaskPhase, TaskStatus } from '../domain/statuses.ts'
import type { RunTaskPatch } from '../ports/store.ts'
import { type Change, change, type OwnerDeps } from './change.ts'
import { leadingTo, SESSION_MOVES } from './moves.ts'
import { forgetHold, holdProvider, requireNoHold } from './provider-hold.ts'
import { type Cost, endTask, moveTask, statusChanged } from './task-lifecycle.ts'

export type NewSession = Omit<
  SessionRecord,
  'number' | 'status' | 'startedAt' | 'endedAt' | 'error' | 'process' | 'tipCommit'
>

export interface Begun {
  task: RunTaskRecord
  session: SessionRecord
}

/**
 * An attempt begins: task, session and events in one transaction, before any effect (R1). It also compares and swaps the run's
 * status, so that no session starts after a cancel has returned (C2).
 */
export function beginAttempt(
  deps: OwnerDeps,
  task: RunTaskRecord,
  plan: NewSession,
  branch: string,
): Promise<Begun | null> {
  return change(deps, task.runId, async (it) => {
    await requireNoHold(it, task)
    const session = await insertSession(it, plan)
    const running = await moveTask(it, task, 'RUNNING', {
      statusReason: null,
      phase: 'SETUP',
      phaseStartedAt: it.at,
      scheduledFor: null,
      attempts: plan.attempt,
      startedAt: task.startedAt ?? it.at,
      branch,
      workCommit: null,
      noChange: false,
      keptFromRunId: null,
      conflictFiles: [],
    })
    const { key: taskKey, epicKey, batchNumber, agent, model } = task
    it.emit({
      type: 'TaskStarted',
      data: {
        taskKey,
        epicKey,
        batchNumber,
        attempt: plan.attempt,
        agent,
        model,
        sessionId: session.id,
        branch,
        runTaskId: task.id,
      },
    })
    emitStart(it, task, session)
    return { task: running, session }
  })
}

/** D4: the task runs again, for the session that resolves its merge. */
export function beginConflictSession(deps: OwnerDeps, task: RunTaskRecord, plan: NewSession): Promise<Begun | null> {
  return change(deps, task.runId, async (it) => {
    await requireNoHold(it, task)
    const session = await insertSession(it, plan)
    const running = await moveTask(it, task, 'RUNNING', {
      statusReason: 'conflict',
      phase: 'SETUP',
      phaseStartedAt: it.at,
      scheduledFor: null,
      conflictSessions: task.conflictSessions + 1,
    })
    it.emit(statusChanged(task, 'RUNNING', 'conflict', null))
    emitStart(it, task, session)
    return { task: running, session }
  })
}

async function insertSession(it: Change, plan: NewSession) {
  it.require(await holdsStatus(it, plan.runId, 'RUNNING'))
  const number = await it.tx.nextSessionNumber(plan.projectId)
  const session: SessionRecord = {
    ...plan,
    number,
    status: 'RUNNING',
    error: null,
    process: null,
    tipCommit: null,
    startedAt: it.at,
    endedAt: null,
  }
  await it.tx.insertSession(session)
  return session
}

/** Locks the run's row: whoever pauses or cancels it at this instant comes before or after, not between. */
const holdsStatus = (it: Change, runId: string, status: RunStatus): Promise<boolean> =>
  it.tx.updateRun(runId, [status], { status })

function emitStart(it: Change, task: RunTaskRecord, session: SessionRecord): void {
  const { key: taskKey, agent, model } = task
  const { id: sessionId, kind: sessionKind, attempt, number, startCommit, worktreePath } = session
  const where = { number, startCommit, worktreePath }
  it.emit(
    { type: 'SessionStarted', data: { taskKey, sessionId, sessionKind, attempt, agent, model, ...where } },
    { type: 'TaskPhaseChanged', data: { taskKey, attempt, phase: 'SETUP' } },
  )
}

/** The agent runs: who it is, for whoever adopts it (R1). */
export function recordProcess(deps: OwnerDeps, begun: Begun, process: ProcessIdentity | null): Promise<Begun | null> {
  return change(deps, begun.task.runId, async ({ tx, at, emit, require }) => {
    require(await tx.updateSession(begun.session.id, ['RUNNING'], { process }))
    const phase = { phase: 'AGENT', phaseStartedAt: at, ownFailures: 0 } as const
    require(await tx.updateRunTask(begun.task.id, ['RUNNING'], phase))
    emit({
      type: 'TaskPhaseChanged',
      data: { taskKey: begun.task.key, attempt: begun.session.attempt, phase: 'AGENT' },
    })
    return { task: { ...begun.task, ...phase }, session: { ...begun.session, process } }
  })
}

/** How a session ended. */
export interface SessionEnding {
  status: SessionStatus
  error: string | null
  metrics: SessionMetrics
  tipCommit: string | null
}

/** What became of its task. */
export type AttemptOutcome =
  | Settled
  /** Tried again when its provider’s limit has ended; does not count (S5). */
  | { to: 'PENDING'; limit: ProviderLimit; reason: string }

/** With all that is to be written known. */
export type Settled =
  | { to: 'MERGING'; workCommit: string; noChange: boolean }
  /** `counts`: toward maxAttempts (S5). */
  | { to: 'PENDING'; failure: Failure | null; reason: string; retryAt: number | null; counts: boolean }
  | { to: 'FAILED'; failure: Failure }
  | { to: 'CONFLICT'; reason: string }
  | { to: 'CANCELLED'; reason: string }

/** What the events of an ended session tell, beside the end of the session itself. */
export interface EndOfAttempt {
  to: TaskStatus
  reason: string | null
  /** ms; null when the task is not held until a time. */
  retryAt: number | null
  /** The phase of a task that is PENDING again. */
  nextPhase: TaskPhase | null
  costMicroUsd: number | null
}

/** Each kind of session tells its end in its own words. */
export type TellEnd = (begun: Begun, end: EndOfAttempt) => NewEvent[]

/** The session has ended and nothing of it is alive: session, task and events in one transaction. */
export function endAttempt(
  deps: OwnerDeps,
  begun: Begun,
  ending: SessionEnding,
  given: AttemptOutcome,
  cost: Cost,
  tell: TellEnd,
): Promise<RunTaskRecord | null> {
  const { task } = begun
  return change(deps, task.runId, async (it) => {
    await closeSession(it, begun, ending, failureOf(given))
    if (ending.status === 'COMPLETED') await forgetHold(it, task)
    const reason = reasonOf(given)
    const outcome = await withHold(it, begun, given)
    const retryAt = outcome.to === 'PENDING' ? outcome.retryAt : null
    const nextPhase = outcome.to === 'PENDING' ? phaseOfWaiting(retryAt) : null
    const { costMicroUsd } = ending.metrics
    it.emit(...tell(begun, { to: outcome.to, reason, retryAt, nextPhase, costMicroUsd }))
    return applyOutcome(it, begun, outcome, reason, cost)
  })
}

/** Why a conflict session does not count (D4): its provider's limit, or a failure of Coppice itself. */
export type ConflictWait = { limit: ProviderLimit } | { ownFailureUntil: number }

/** A conflict session that was cut off or gave up while another may follow: the task waits for the next one. */
export function returnToConflict(
  deps: OwnerDeps,
  begun: Begun,
  ending: SessionEnding,
  reason: string,
  wait: ConflictWait | null,
): Promise<RunTaskRecord | null> {
  const { task, session } = begun
  return change(deps, task.runId, async (it) => {
    await closeSession(it, begun, ending, null)
    const retryAt = wait && (await endOfWait(it, begun, wait))
    it.emit(statusChanged(task, 'MERGING', reason, retryAt), {
      type: 'TaskPhaseChanged',
      data: { taskKey: task.key, attempt: session.attempt, phase: 'QUEUE' },
    })
    const cutOff = ending.status === 'INTERRUPTED' || wait !== null
    return moveTask(it, task, 'MERGING', {
      statusReason: reason,
      phase: 'QUEUE',
      phaseStartedAt: it.at,
      scheduledFor: retryAt,
      conflictSessions: cutOff ? Math.max(0, task.conflictSessions - 1) : task.conflictSessions,
      ownFailures: task.ownFailures + (wait && 'ownFailureUntil' in wait ? 1 : 0),
    })
  })
}

async function endOfWait(it: Change, { task, session }: Begun, wait: ConflictWait): Promise<number> {
  return 'limit' in wait ? (await holdProvider(it, task, session, wait.limit)).until : wait.ownFailureUntil
}

async function closeSession(
  it: Change,
  { task, session }: Begun,
  ending: SessionEnding,
  failure: Failure | null,
): Promise<void> {
  const { status, error, metrics, tipCommit } = ending
  const patch = { status, error, metrics, tipCommit, endedAt: it.at }
  it.require(await it.tx.updateSession(session.id, leadingTo(SESSION_MOVES, status), patch))
  it.emit({
    type: 'SessionEnded',
    data: {
      taskKey: task.key,
      sessionId: session.id,
      sessionStatus: status,
      reason: error,
      costMicroUsd: metrics.costMicroUsd,
      failureOutput: failure?.output ?? null,
    },
  })
}

/** The failure that the record keeps for the next attempt. */
function failureOf(outcome: AttemptOutcome): Failure | null {
  const failure = 'failure' in outcome ? outcome.failure : null
  return failure === null || isOwn(failure) ? null : failure
}

function reasonOf(outcome: AttemptOutcome): string | null {
  if (outcome.to === 'MERGING') return null
  return outcome.to === 'FAILED' ? outcome.failure.reason : outcome.reason
}

/** A limit is an end like a failure that does not count, once it is known until when it holds. */
async function withHold(it: Change, { task, session }: Begun, outcome: AttemptOutcome): Promise<Settled> {
  if (!('limit' in outcome)) return outcome
  const { until } = await holdProvider(it, task, session, outcome.limit)
  return { to: 'PENDING', failure: null, reason: outcome.reason, retryAt: until, counts: false }
}

async function applyOutcome(it: Change, begun: Begun, outcome: Settled, reason: string | null, cost: Cost) {
  const { task } = begun
  switch (outcome.to) {
    case 'MERGING':
      it.emit({
        type: 'TaskPhaseChanged',
        data: { taskKey: task.key, attempt: begun.session.attempt, phase: 'QUEUE' },
      })
      return moveTask(it, task, 'MERGING', {
        statusReason: null,
        phase: 'QUEUE',
        phaseStartedAt: it.at,
        workCommit: outcome.workCommit,
        noChange: outcome.noChange,
        conflictFiles: [],
      })
    case 'PENDING':
      return moveTask(it, task, 'PENDING', waiting(it, task, outcome))
    case 'FAILED':
      return endTask(it, task, 'FAILED', reason, cost, {
        ...afterFailing(task, outcome.failure, true),
      })
    case 'CONFLICT':
    case 'CANCELLED':
      return endTask(it, task, outcome.to, reason, cost)
  }
}

/** A task that waits for a time is in no queue. */
const phaseOfWaiting = (retryAt: number | null): TaskPhase | null => (retryAt === null ? 'QUEUE' : null)

function waiting(it: Change, task: RunTaskRecord, outcome: Settled & { to: 'PENDING' }): RunTaskPatch {
  const phase = phaseOfWaiting(outcome.retryAt)
  return {
    statusReason: outcome.reason,
    scheduledFor: outcome.retryAt,
    phase,
    phaseStartedAt: phase === null ? null : it.at,
    ...afterFailing(task, outcome.failure, outcome.counts),
    conflictFiles: [],
  }
}

const isOwn = (failure: Failure): boolean => failure.class === 'coppice'

/** I5, S5: a failure of Coppice itself uses up no attempt, and the next agent is not told of it. */
function afterFailing(task: RunTaskRecord, failure: Failure | null, counts: boolean): RunTaskPatch {
  if (failure !== null && isOwn(failure)) return { ownFailures: task.ownFailures + 1 }
  return {
    countedAttempts: task.countedAttempts + (counts ? 1 : 0),
    ...(failure && { lastFailure: failure, refusedTree: null }),
  }
}
