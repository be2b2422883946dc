/** The statuses of the contract as the console draws them. A value that a newer server adds is drawn like PENDING: not final. */

export type TaskStatus =
  | 'PENDING'
  | 'RUNNING'
  | 'MERGING'
  | 'COMPLETED'
  | 'FAILED'
  | 'CONFLICT'
  | 'SKIPPED'
  | 'CANCELLED'
export type RunStatus = 'PENDING' | 'RUNNING' | 'PAUSED' | 'CANCELLING' | 'COMPLETED' | 'FAILED' | 'CANCELLED'
export type BatchStatus = 'PENDING' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELLED'
export type TaskPhase = 'QUEUE' | 'SETUP' | 'AGENT' | 'VERIFY' | 'MERGE'
export type SessionStatus = 'RUNNING' | 'COMPLETED' | 'ERROR' | 'INTERRUPTED' | 'CANCELLED'
export type SessionKind = 'WORK' | 'CONFLICT' | 'LEARNING'
export type DeliveryStatus = 'PENDING' | 'DELIVERED' | 'REFUSED' | 'UNDONE'

/** A task status, or HELD: PENDING with a time before which it may not start. */
export type MarkStatus = TaskStatus | 'HELD'
export type GlyphStatus = MarkStatus | RunStatus | BatchStatus | SessionStatus

const ENDED_TASKS: ReadonlySet<string> = new Set(['COMPLETED', 'FAILED', 'CONFLICT', 'SKIPPED', 'CANCELLED'])
const ENDED_RUNS: ReadonlySet<string> = new Set(['COMPLETED', 'FAILED', 'CANCELLED'])
const NEEDS_PERSON: ReadonlySet<string> = new Set(['FAILED', 'CONFLICT'])

export const isTaskEnded = (status: string): boolean => ENDED_TASKS.has(status)
export const isRunEnded = (status: string): boolean => ENDED_RUNS.has(status)
export const needsPerson = (status: string): boolean => NEEDS_PERSON.has(status)
/** An agent works on it, or its work is on the way to the run's branch. */
export const isUnderWay = (status: string): boolean => status === 'RUNNING' || status === 'MERGING'

const COLOURS: Record<string, string> = {
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

export const statusColour = (status: string): string => COLOURS[status] ?? 'var(--pending)'
