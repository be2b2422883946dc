import type { NewEvent } from '../domain/events.ts'
import type { ProviderLimit } from '../domain/provider.ts'
import type { Failure, RunTaskRecord, SessionRecord } from '../domain/records.ts'
import type { TaskPhase, TaskStatus } from '../domain/statuses.ts'
import type { RunTaskPatch } from '../ports/store.ts'
import { type Change, change, type OwnerDeps } from './change.ts'
import { forgetHold, holdProvider } from './provider-hold.ts'
import {
  type Begun,
  closeSession,
  type NewSession,
  type SessionEnding,
  sessionStarted,
  storeSession,
} from './session-lifecycle.ts'
import { type Cost, endTask, moveTask, statusChanged } from './task-lifecycle.ts'

/**
 * Records the beginning of an attempt: task, session and events in one transaction, before the agent starts (R1). The transaction also
 * compares and swaps the run's status, so that no session starts after a cancel has returned (C2).
 *
 * @returns null when the run or the task has changed, or the provider is on hold
 */
export function beginAttempt(
  deps: OwnerDeps,
  task: RunTaskRecord,
  plan: NewSession,
  branch: string,
): Promise<Begun | null> {
  return change(deps, task.runId, async (it) => {
    const session = await storeSession(it, plan)
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
    const { key: taskKey, epicKey, batchNumber } = task
    const { agent, model } = session
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
    it.emit(sessionStarted(task, session), setupBegins(task, session))
    return { task: running, session }
  })
}

/**
 * Records the beginning of a session that resolves the conflict of a task's merge (D4).
 *
 * @returns null when the run or the task has changed, or the provider is on hold
 */
export function beginConflictSession(deps: OwnerDeps, task: RunTaskRecord, plan: NewSession): Promise<Begun | null> {
  return change(deps, task.runId, async (it) => {
    const session = await storeSession(it, plan)
    const running = await moveTask(it, task, 'RUNNING', {
      statusReason: 'conflict',
      phase: 'SETUP',
      phaseStartedAt: it.at,
      scheduledFor: null,
      conflictSessions: task.conflictSessions + 1,
    })
    it.emit(statusChanged(task, 'RUNNING', 'conflict', null))
    it.emit(sessionStarted(task, session), setupBegins(task, session))
    return { task: running, session }
  })
}

const setupBegins = ({ key: taskKey }: RunTaskRecord, { attempt }: SessionRecord): NewEvent => ({
  type: 'TaskPhaseChanged',
  data: { taskKey, attempt, phase: 'SETUP' },
})

/** The next state of a task whose session has ended. */
export type AttemptOutcome =
  | Settled
  /** The provider reported a limit, and the attempt does not count (S5). */
  | ({ to: 'PENDING'; reason: string } & LimitWait)

/** A limit of the provider. `waits` says whether the task waits until the limit ends: it does if its next session has the same provider. */
export interface LimitWait {
  limit: ProviderLimit
  waits: boolean
}

/** The next state of the task, as it is written to the database. If the provider reported a limit, `retryAt` is the end of its hold. */
export type Settled =
  | { to: 'MERGING'; workCommit: string; noChange: boolean }
  /** `counts` says whether the attempt counts toward maxAttempts (S5). `retryAt` is in ms. */
  | { to: 'PENDING'; failure: Failure | null; reason: string; retryAt: number | null; counts: boolean }
  | { to: 'FAILED'; failure: Failure }
  | { to: 'CONFLICT'; reason: string }
  | { to: 'CANCELLED'; reason: string }

/** The fields of the events that follow SessionEnded. */
export interface EndOfAttempt {
  to: TaskStatus
  reason: string | null
  /** In ms. It is null when the task may start at once. */
  retryAt: number | null
  /** The phase of a task that is PENDING again and waits for a slot. It is null for any other task. */
  nextPhase: TaskPhase | null
  costMicroUsd: number | null
}

/** Returns the events that follow SessionEnded. Each kind of session has its own. */
export type TellEnd = (begun: Begun, end: EndOfAttempt) => NewEvent[]

/**
 * Records the end of a session and what becomes of its task, in one transaction. No process of the session is alive any more.
 *
 * @param given what becomes of the task
 * @param cost the cost of all sessions of the task
 * @param tell returns the events that follow SessionEnded
 * @returns the task as it is now, or null when the record has changed meanwhile
 */
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
    if (ending.status === 'COMPLETED') await forgetHold(it, begun.session)
    const reason = reasonOf(given)
    const outcome = await withHold(it, begun, given)
    const retryAt = outcome.to === 'PENDING' ? outcome.retryAt : null
    const nextPhase = outcome.to === 'PENDING' ? phaseOfWaiting(retryAt) : null
    const { costMicroUsd } = begun.session.metrics
    it.emit(...tell(begun, { to: outcome.to, reason, retryAt, nextPhase, costMicroUsd }))
    return applyOutcome(it, begun, outcome, reason, cost)
  })
}

/** Why a conflict session does not count (D4): its provider reported a limit, or Coppice itself failed. `ownFailureUntil` is in ms. */
export type ConflictWait = LimitWait | { ownFailureUntil: number }

/**
 * Records the end of a conflict session that left the conflict unresolved. The task waits for the next conflict session.
 *
 * @param wait why the session does not count, or null when it counts
 * @param failure what the next agent is told about the session, or null
 * @returns the task as it is now, or null when the record has changed meanwhile
 */
export function returnToConflict(
  deps: OwnerDeps,
  begun: Begun,
  ending: SessionEnding,
  reason: string,
  wait: ConflictWait | null,
  failure: Failure | null,
): Promise<RunTaskRecord | null> {
  const { task, session } = begun
  return change(deps, task.runId, async (it) => {
    await closeSession(it, begun, ending, failure)
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
      ...(failure && { lastFailure: failure, refusedTree: null }),
    })
  })
}

const endOfWait = async (it: Change, { session }: Begun, wait: ConflictWait): Promise<number | null> =>
  'limit' in wait ? endOfHold(it, session, wait) : wait.ownFailureUntil

/** Holds the provider of a session that reached a limit. @returns when the hold ends, or null when the task does not wait for that */
async function endOfHold(it: Change, session: SessionRecord, { limit, waits }: LimitWait): Promise<number | null> {
  const { until } = await holdProvider(it, session, limit)
  return waits ? until : null
}

/** Returns the failure whose output SessionEnded contains. @returns null when there is none, and for a failure of Coppice itself */
function failureOf(outcome: AttemptOutcome): Failure | null {
  const failure = 'failure' in outcome ? outcome.failure : null
  return failure === null || isOwn(failure) ? null : failure
}

function reasonOf(outcome: AttemptOutcome): string | null {
  if (outcome.to === 'MERGING') return null
  return outcome.to === 'FAILED' ? outcome.failure.reason : outcome.reason
}

/** Holds the provider when the outcome is a limit. The attempt then does not count (S5). */
async function withHold(it: Change, { session }: Begun, outcome: AttemptOutcome): Promise<Settled> {
  if (!('limit' in outcome)) return outcome
  const retryAt = await endOfHold(it, session, outcome)
  return { to: 'PENDING', failure: null, reason: outcome.reason, retryAt, counts: false }
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

/** A task that waits until a time has no phase. A task that waits for a slot is in the phase QUEUE. */
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

/** A failure of Coppice itself uses up no attempt (I5), and the next agent gets no text about it (S5). */
function afterFailing(task: RunTaskRecord, failure: Failure | null, counts: boolean): RunTaskPatch {
  if (failure !== null && isOwn(failure)) return { ownFailures: task.ownFailures + 1 }
  return {
    countedAttempts: task.countedAttempts + (counts ? 1 : 0),
    qualityFailures: task.qualityFailures + (failure?.isQuality ? 1 : 0),
    ...(failure && { lastFailure: failure, refusedTree: null }),
  }
}
