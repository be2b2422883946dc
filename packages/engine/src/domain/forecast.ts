/** Expected durations of tasks and runs. All times are in milliseconds. */
import type { RunOptions } from './run-options.ts'
import type { SessionKind, SessionStatus, TaskStatus } from './statuses.ts'

/**
 * A range of durations. One task in five is shorter than `lowMs`, half are shorter than `likelyMs`, and one in five is longer than
 * `highMs`. For a run, the values assume that every task is that short, that likely or that long.
 */
export interface DurationRange {
  lowMs: number
  likelyMs: number
  highMs: number
}

/**
 * The source of an estimate, best first: earlier sessions of the task, of its epic, of its kind of agent or of the whole project; the
 * time limit that the plan gives; or nothing. The epic stands for the task's domain, because no finer grouping is recorded yet.
 */
export const ESTIMATE_BASES = ['TASK', 'EPIC', 'AGENT', 'PROJECT', 'PLAN', 'DEFAULT'] as const
export type EstimateBasis = (typeof ESTIMATE_BASES)[number]

export interface DurationEstimate extends DurationRange {
  basis: EstimateBasis
}

/** What a run is expected to take, computed by the real scheduler on a virtual clock. */
export interface Forecast extends Pick<RunOptions, 'mode' | 'strategy' | 'isolation' | 'maxConcurrency'> {
  totalTasks: number
  /** The number of tasks for which an agent starts. The work of the others exists already (D6). */
  sessions: number
  /** From the start of the run to its end, including delivery. */
  wallMs: DurationRange
  /** A lower bound: no order of the same work on as many slots would be faster. */
  lowerBoundMs: DurationRange
  /** The share of the slots' time in which agents work, 0 to 1. */
  slotUse: number
  criticalPathMs: number
  /** The keys of the critical path, first to last. */
  criticalPath: readonly string[]
  /** The sources of the estimates that occur, best first. */
  bases: readonly { basis: EstimateBasis; tasks: number }[]
  /** The same run with other numbers of slots, fewest first. Is empty for a sequential run. */
  bySlots: readonly SlotForecast[]
}

export interface SlotForecast {
  maxConcurrency: number
  wallMs: DurationRange
}

/** What an earlier run tells about durations, without its texts. */
export interface PastRun {
  startedAt: number | null
  finishedAt: number | null
  /** The tasks that have ended. */
  tasks: readonly PastTask[]
}

export interface PastTask {
  key: string
  epicKey: string
  agent: string
  status: TaskStatus
  finishedAt: number
  /** The sessions that have ended, oldest first. */
  sessions: readonly PastSession[]
}

export interface PastSession {
  kind: SessionKind
  status: SessionStatus
  startedAt: number
  endedAt: number
}
