/** The statuses of the contract as the console draws them. A value that a newer server adds is drawn like PENDING: not final. */

import type { introspection } from '../client/schema.generated.ts'

/** A word of the contract, as the schema has it. */
type EnumOf<Name extends keyof introspection['types']> = introspection['types'][Name] extends {
  enumValues: infer Values
}
  ? Values
  : never

export type TaskStatus = EnumOf<'TaskStatus'>
export type RunStatus = EnumOf<'RunStatus'>
export type BatchStatus = EnumOf<'BatchStatus'>
export type TaskPhase = EnumOf<'TaskPhase'>
export type SessionStatus = EnumOf<'SessionStatus'>
export type SessionKind = EnumOf<'SessionKind'>
export type DeliveryStatus = EnumOf<'DeliveryStatus'>

/** A task status, or HELD: PENDING with a time before which it may not start. */
export type MarkStatus = TaskStatus | 'HELD'
export type GlyphStatus = MarkStatus | RunStatus | BatchStatus | SessionStatus

/** A status that the schema gains or loses does not compile until it is said here what it means. */
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
const NEEDS_PERSON: ReadonlySet<string> = new Set<TaskStatus>(['FAILED', 'CONFLICT'])

const ENDED_TASKS = endedOf(TASK_ENDED)
const ENDED_RUNS = endedOf(RUN_ENDED)

function endedOf(statuses: Record<string, boolean>): ReadonlySet<string> {
  return new Set(Object.keys(statuses).filter((status) => statuses[status]))
}

export const isTaskEnded = (status: string): boolean => ENDED_TASKS.has(status)
export const isRunEnded = (status: string): boolean => ENDED_RUNS.has(status)
export const needsPerson = (status: string): boolean => NEEDS_PERSON.has(status)
/** An agent works on it, or its work is on the way to the run's branch. */
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
