/** The statuses and other enumerations of the API, and functions that classify them. */

export const RUN_STATUSES = ['PENDING', 'RUNNING', 'PAUSED', 'CANCELLING', 'COMPLETED', 'FAILED', 'CANCELLED'] as const
export type RunStatus = (typeof RUN_STATUSES)[number]

export const BATCH_STATUSES = ['PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED'] as const
export type BatchStatus = (typeof BATCH_STATUSES)[number]

/** MERGING means that the agent has finished and its work waits to be merged. COMPLETED means that the work is merged and verified (S3). */
export const TASK_STATUSES = [
  'PENDING',
  'RUNNING',
  'MERGING',
  'COMPLETED',
  'FAILED',
  'CONFLICT',
  'SKIPPED',
  'CANCELLED',
] as const
export type TaskStatus = (typeof TASK_STATUSES)[number]

/**
 * The phases of a task that waits for a slot, is RUNNING or is MERGING. In the phase QUEUE, the task waits for a slot or for its merge.
 */
export const TASK_PHASES = ['QUEUE', 'SETUP', 'AGENT', 'VERIFY', 'MERGE'] as const
export type TaskPhase = (typeof TASK_PHASES)[number]

export const SESSION_STATUSES = ['RUNNING', 'COMPLETED', 'ERROR', 'INTERRUPTED', 'CANCELLED'] as const
export type SessionStatus = (typeof SESSION_STATUSES)[number]

export const SESSION_KINDS = ['WORK', 'CONFLICT', 'LEARNING'] as const
export type SessionKind = (typeof SESSION_KINDS)[number]

export const OUTPUT_KINDS = ['TEXT', 'THINKING', 'TOOL_CALL', 'TOOL_RESULT', 'STDOUT', 'STDERR', 'NOTICE'] as const
export type OutputKind = (typeof OUTPUT_KINDS)[number]

export const DELIVERY_STATUSES = ['PENDING', 'DELIVERED', 'REFUSED', 'UNDONE'] as const
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number]

export const STRATEGIES = ['BATCHES', 'CONTINUOUS'] as const
export type Strategy = (typeof STRATEGIES)[number]

export const ISOLATIONS = ['TASK', 'EPIC'] as const
export type Isolation = (typeof ISOLATIONS)[number]

export const RUN_MODES = ['PARALLEL', 'SEQUENTIAL'] as const
export type RunMode = (typeof RUN_MODES)[number]

export const ROLES = ['VIEWER', 'OPERATOR', 'ADMIN'] as const
export type Role = (typeof ROLES)[number]

export const FOLLOW_UP_STATUSES = ['PROPOSED', 'ACCEPTED', 'REJECTED'] as const
export type FollowUpStatus = (typeof FOLLOW_UP_STATUSES)[number]

export type DependencyKind = 'HARD' | 'SOFT'

const ENDED_RUNS: ReadonlySet<RunStatus> = new Set(['COMPLETED', 'FAILED', 'CANCELLED'])
const ENDED_TASKS: ReadonlySet<TaskStatus> = new Set(['COMPLETED', 'FAILED', 'CONFLICT', 'SKIPPED', 'CANCELLED'])

export const isRunEnded = (status: RunStatus): boolean => ENDED_RUNS.has(status)
export const isTaskEnded = (status: TaskStatus): boolean => ENDED_TASKS.has(status)
/** @returns whether a task ended without merged work, so that the tasks that need it are skipped (S4) */
export const isTaskUnmet = (status: TaskStatus): boolean => isTaskEnded(status) && status !== 'COMPLETED'
const MOVES_TASK: Readonly<Record<SessionKind, boolean>> = { WORK: true, CONFLICT: true, LEARNING: false }
/**
 * Returns whether a session of this kind works on its task: the task is RUNNING during the session, and gets the result of the session.
 */
export const movesTask = (kind: SessionKind): boolean => MOVES_TASK[kind]
export const isSessionEnded = (status: SessionStatus): boolean => status !== 'RUNNING'
