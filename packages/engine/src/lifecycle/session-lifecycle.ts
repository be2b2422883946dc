import type { NewEvent } from '../domain/events.ts'
import type { Shown } from '../domain/expertise.ts'
import type { ProviderLimit } from '../domain/provider.ts'
import {
  type Failure,
  type ReportedMetrics,
  type RunTaskRecord,
  type SessionMetrics,
  type SessionRecord,
  withCost,
} from '../domain/records.ts'
import { movesTask, type RunStatus, type SessionStatus } from '../domain/statuses.ts'
import { isUnpriced } from '../domain/unpriced.ts'
import { type Change, change, type OwnerDeps } from './change.ts'
import { countUses, learnFrom, type Teacher } from './learn-from.ts'
import { leadingTo, SESSION_MOVES } from './moves.ts'
import { forgetHold, holdProvider, requireNoHold } from './provider-hold.ts'

export type NewSession = Omit<
  SessionRecord,
  | 'number'
  | 'status'
  | 'startedAt'
  | 'endedAt'
  | 'error'
  | 'worktreePath'
  | 'process'
  | 'conversationId'
  | 'cutOff'
  | 'tipCommit'
  | 'factCursor'
  | 'question'
  | 'claim'
  | 'shown'
>

/**
 * A session that has begun. `task` is the record of its task at that moment. If the session does not move its task, the database may
 * contain a newer record.
 */
export interface Begun {
  task: RunTaskRecord
  session: SessionRecord
  /** What the session shows, when it has ended and its facts could be read. */
  shown?: Shown
}

export interface SessionEnding {
  status: SessionStatus
  error: string | null
  /** If they are null, the stored metrics stay. The stored cost always stays, because the ledger contains the requests that it adds up. */
  metrics: ReportedMetrics | null
  /** If it is null, the stored id stays. */
  conversationId: string | null
  /** Whether something else than its work ended the session, so that the next one continues its conversation (R1). */
  cutOff: boolean
  tipCommit: string | null
}

/**
 * Stores a session before it starts (R1). Nothing is stored when its provider is on hold (S5), or when the run is not RUNNING, so that no
 * session starts after a cancel has returned (C2).
 */
export async function storeSession(it: Change, plan: NewSession): Promise<SessionRecord> {
  await requireNoHold(it, plan.provider)
  it.require(await holdsStatus(it, plan.runId, 'RUNNING'))
  const number = await it.tx.nextSessionNumber(plan.projectId)
  const session: SessionRecord = {
    ...plan,
    number,
    status: 'RUNNING',
    error: null,
    worktreePath: null,
    process: null,
    conversationId: null,
    cutOff: false,
    tipCommit: null,
    factCursor: 0,
    question: null,
    claim: null,
    shown: null,
    startedAt: it.at,
    endedAt: null,
  }
  await it.tx.insertSession(session)
  return session
}

/** Compares the run's status and locks the run's row, so that the status stays until this transaction ends. */
const holdsStatus = (it: Change, runId: string, status: RunStatus): Promise<boolean> =>
  it.tx.updateRun(runId, [status], { status })

export function sessionStarted({ key: taskKey }: RunTaskRecord, session: SessionRecord): NewEvent {
  const { id: sessionId, kind: sessionKind, agent, model, attempt, number, startCommit, flatRate } = session
  return {
    type: 'SessionStarted',
    data: { taskKey, sessionId, sessionKind, attempt, agent, model, number, startCommit, flatRate },
  }
}

/** Stores how a session ended. @param failure the failure that the prompt of the next attempt contains, or null */
export async function closeSession(
  it: Change,
  begun: Begun,
  ending: SessionEnding,
  failure: Failure | null,
): Promise<void> {
  const { task, session } = begun
  const { status, error, cutOff, tipCommit } = ending
  const metrics = ending.metrics ? withCost(ending.metrics, session.metrics) : metricsWithoutReport(session)
  const conversationId = ending.conversationId ?? session.conversationId
  const ended = { status, error, metrics, conversationId, cutOff, tipCommit, endedAt: it.at, question: null }
  const patch = {
    ...ended,
    ...((status === 'COMPLETED' || !movesTask(session.kind)) && begun.shown && { shown: begun.shown }),
  }
  it.require(await it.tx.updateSession(session.id, leadingTo(SESSION_MOVES, status), patch))
  await countUses(it, task.key, { ...session, tipCommit })
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

/** A session whose agent never started has made no request, so it cost nothing. An agent with a flat rate has no cost at all. */
const metricsWithoutReport = ({ metrics, process, flatRate }: SessionRecord): SessionMetrics =>
  process === null && !flatRate && metrics.costMicroUsd === null && !isUnpriced(metrics)
    ? { ...metrics, costMicroUsd: 0 }
    : metrics

/** What the conductor reports when an agent has started. */
export type StartedAgent = Pick<SessionRecord, 'process'> & { worktreePath: string }

/**
 * Records that the agent runs: its process, by which a later server recognises it (R1), and its working tree.
 * @returns null when the session or its task is no longer RUNNING
 */
export function recordAgent(deps: OwnerDeps, begun: Begun, started: StartedAgent): Promise<Begun | null> {
  const { task, session } = begun
  return change(deps, task.runId, async (it) => {
    const { process, worktreePath } = started
    it.require(await it.tx.updateSession(session.id, ['RUNNING'], { process, worktreePath }))
    it.emit({ type: 'AgentStarted', data: { taskKey: task.key, sessionId: session.id, worktreePath } })
    const now = { ...session, process, worktreePath }
    return { task: movesTask(session.kind) ? await enterAgentPhase(it, begun) : task, session: now }
  })
}

async function enterAgentPhase(it: Change, { task, session }: Begun): Promise<RunTaskRecord> {
  const phase = { phase: 'AGENT', phaseStartedAt: it.at, ownFailures: 0 } as const
  it.require(await it.tx.updateRunTask(task.id, ['RUNNING'], phase))
  it.emit({ type: 'TaskPhaseChanged', data: { taskKey: task.key, attempt: session.attempt, phase: 'AGENT' } })
  return { ...task, ...phase }
}

/** Begins a session that leaves its task untouched. @returns null when the run is not RUNNING, or the provider of the session is on hold */
export function beginSession(deps: OwnerDeps, task: RunTaskRecord, plan: NewSession): Promise<Begun | null> {
  return change(deps, task.runId, async (it) => {
    const session = await storeSession(it, plan)
    it.emit(sessionStarted(task, session))
    return { task, session }
  })
}

/**
 * Ends a session that leaves its task untouched. With a `limit`, the provider of the session is put on hold (S5).
 *
 * @param teachers what the session found that other sessions teach. It is learned in the same transaction, so it is learned once (E2)
 * @returns null when its end was already recorded
 */
export function endSession(
  deps: OwnerDeps,
  begun: Begun,
  ending: SessionEnding,
  limit: ProviderLimit | null,
  teachers: readonly Teacher[] = [],
): Promise<'untouched' | null> {
  const { task, session } = begun
  return change(deps, task.runId, async (it) => {
    await closeSession(it, begun, ending, null)
    if (ending.status === 'COMPLETED') await forgetHold(it, session)
    if (limit !== null) await holdProvider(it, session, limit)
    await learnFrom(it, task.key, teachers)
    return 'untouched' as const
  })
}
