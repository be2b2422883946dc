import type { BatchStatus, RunStatus, SessionStatus, TaskStatus } from '../domain/statuses.ts'

/**
 * Every legal change of a status. `docs/lifecycle.md` prints this table, and a test compares the two. The transitions beside this file
 * take the `from` of their compare-and-swaps from it.
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

/** S7: the moves of ended tasks and batches that only a person's retry makes. */
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

/** Returns the statuses that may move to `to`: the `from` of the compare-and-swap. */
export function leadingTo<S extends string>(moves: Record<S, readonly S[]>, to: S): S[] {
  return (Object.keys(moves) as S[]).filter((from) => moves[from].includes(to))
}
