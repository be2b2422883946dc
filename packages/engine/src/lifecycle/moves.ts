import type { BatchStatus, RunStatus, SessionStatus, TaskStatus } from '../domain/statuses.ts'

/**
 * Lists every legal change of a status. `docs/lifecycle.md` shows the same tables, and a test compares them. The functions in this
 * folder that change a status use the tables as the `from` of their compare-and-swaps.
 */
export const RUN_MOVES: Record<RunStatus, readonly RunStatus[]> = {
  PENDING: ['RUNNING'],
  RUNNING: ['PAUSED', 'CANCELLING', 'COMPLETED', 'FAILED'],
  PAUSED: ['RUNNING', 'CANCELLING', 'FAILED'],
  CANCELLING: ['CANCELLED'],
  COMPLETED: [],
  FAILED: [],
  CANCELLED: [],
}

export const BATCH_MOVES: Record<BatchStatus, readonly BatchStatus[]> = {
  PENDING: ['RUNNING'],
  RUNNING: ['COMPLETED', 'FAILED', 'CANCELLED'],
  COMPLETED: [],
  FAILED: [],
  CANCELLED: [],
}

export const TASK_MOVES: Record<TaskStatus, readonly TaskStatus[]> = {
  PENDING: ['RUNNING', 'MERGING', 'SKIPPED', 'CANCELLED'],
  RUNNING: ['MERGING', 'PENDING', 'FAILED', 'CONFLICT', 'CANCELLED'],
  MERGING: ['COMPLETED', 'RUNNING', 'PENDING', 'FAILED', 'CONFLICT', 'CANCELLED'],
  COMPLETED: [],
  FAILED: [],
  CONFLICT: [],
  SKIPPED: [],
  CANCELLED: [],
}

/** The moves that only a person's retry makes (S7). They open ended tasks and batches again. */
export const RETRY_MOVES = {
  task: { from: ['FAILED', 'CONFLICT', 'CANCELLED', 'SKIPPED'], to: 'PENDING' },
  batch: { from: ['COMPLETED', 'FAILED', 'CANCELLED'], to: 'RUNNING' },
} as const

export const SESSION_MOVES: Record<SessionStatus, readonly SessionStatus[]> = {
  RUNNING: ['COMPLETED', 'ERROR', 'INTERRUPTED', 'CANCELLED'],
  COMPLETED: [],
  ERROR: [],
  INTERRUPTED: [],
  CANCELLED: [],
}

/** @returns the statuses that may move to `to` */
export function leadingTo<S extends string>(moves: Record<S, readonly S[]>, to: S): S[] {
  return (Object.keys(moves) as S[]).filter((from) => moves[from].includes(to))
}
