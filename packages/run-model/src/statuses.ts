/** The engine's statuses are the source. The compiler checks that these are the same (`apps/api/src/schema/types/same-statuses.ts`). */

export type RunStatus = 'PENDING' | 'RUNNING' | 'PAUSED' | 'CANCELLING' | 'COMPLETED' | 'FAILED' | 'CANCELLED'
export type BatchStatus = 'PENDING' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELLED'
export type TaskStatus =
  | 'PENDING'
  | 'RUNNING'
  | 'MERGING'
  | 'COMPLETED'
  | 'FAILED'
  | 'CONFLICT'
  | 'SKIPPED'
  | 'CANCELLED'
export type TaskPhase = 'QUEUE' | 'SETUP' | 'AGENT' | 'VERIFY' | 'MERGE'
export type SessionStatus = 'RUNNING' | 'COMPLETED' | 'ERROR' | 'INTERRUPTED' | 'CANCELLED'
export type SessionKind = 'WORK' | 'CONFLICT' | 'LEARNING'
/** The budgets that limit a run: its own, that of its project, and what its project may cost in a day. */
export type BudgetPot = 'RUN' | 'PROJECT' | 'DAY'
export type DeliveryStatus = 'PENDING' | 'DELIVERED' | 'REFUSED' | 'UNDONE'

/**
 * Whether a task with this status has ended. The type requires an entry for each status, so the compiler reports a new status without an
 * entry.
 */
const TASK_ENDED: Record<TaskStatus, boolean> = {
  PENDING: false,
  RUNNING: false,
  MERGING: false,
  COMPLETED: true,
  FAILED: true,
  CONFLICT: true,
  SKIPPED: true,
  CANCELLED: true,
}
const RUN_ENDED: Record<RunStatus, boolean> = {
  PENDING: false,
  RUNNING: false,
  PAUSED: false,
  CANCELLING: false,
  COMPLETED: true,
  FAILED: true,
  CANCELLED: true,
}

const MOVES_TASK: Record<SessionKind, boolean> = { WORK: true, CONFLICT: true, LEARNING: false }

/**
 * Returns whether a session of this kind works on its task: the task is RUNNING during the session, and gets the result of the session.
 */
export const movesTask = (kind: SessionKind): boolean => MOVES_TASK[kind]

const ENDED_TASKS = endedOf(TASK_ENDED)
const ENDED_RUNS = endedOf(RUN_ENDED)

function endedOf(statuses: Record<string, boolean>): ReadonlySet<string> {
  return new Set(Object.keys(statuses).filter((status) => statuses[status]))
}

/** A status that only a newer server knows counts as not ended, here and in `isRunEnded`. */
export const isTaskEnded = (status: string): boolean => ENDED_TASKS.has(status)
export const isRunEnded = (status: string): boolean => ENDED_RUNS.has(status)
