/**
 * How the console draws the statuses of the API. A newer server may send a status that this console does not know. It is drawn like
 * PENDING.
 */

import type { BatchStatus, RunStatus, SessionStatus, TaskStatus } from '@coppice/run-model'

export type {
  BatchStatus,
  DeliveryStatus,
  RunStatus,
  SessionKind,
  SessionStatus,
  TaskPhase,
  TaskStatus,
} from '@coppice/run-model'
export { isRunEnded, isTaskEnded } from '@coppice/run-model'

/** A task status, or HELD. A task is drawn as HELD when it is PENDING and may not start before a known time. */
export type MarkStatus = TaskStatus | 'HELD'
export type GlyphStatus = MarkStatus | RunStatus | BatchStatus | SessionStatus

const NEEDS_PERSON: ReadonlySet<string> = new Set<TaskStatus>(['FAILED', 'CONFLICT'])

export const needsPerson = (status: string): boolean => NEEDS_PERSON.has(status)
/** Whether an agent works on the task, or its work is being merged into the run's branch. */
export const isUnderWay = (status: string): boolean => status === 'RUNNING' || status === 'MERGING'

const COLOURS: Record<GlyphStatus, string> = {
  PENDING: 'var(--pending)',
  RUNNING: 'var(--running)',
  MERGING: 'var(--merging)',
  COMPLETED: 'var(--completed)',
  FAILED: 'var(--failed)',
  ERROR: 'var(--failed)',
  CONFLICT: 'var(--conflict)',
  SKIPPED: 'var(--skipped)',
  CANCELLED: 'var(--cancelled)',
  CANCELLING: 'var(--cancelled)',
  INTERRUPTED: 'var(--cancelled)',
  HELD: 'var(--held)',
  PAUSED: 'var(--held)',
}

export const statusColour = (status: string): string =>
  (COLOURS as Record<string, string | undefined>)[status] ?? 'var(--pending)'
