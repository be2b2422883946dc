/** What is expected of durations and of runs; all times in milliseconds. */
import type { RunOptions } from './run-options.ts'
import type { SessionKind, SessionStatus, TaskStatus } from './statuses.ts'

/**
 * Of tasks: one in five is shorter than `lowMs`, half are shorter than `likelyMs`, one in five is longer than `highMs`. Of a run: with
 * every task so short, so likely, so long.
 */
export interface DurationRange {
  lowMs: number
  likelyMs: number
  highMs: number
}

/**
 * How a duration is known, best first: by earlier sessions of the task, of its epic, of its kind of agent, of the whole project;
 * by the time limit that the plan gives it; or not at all. The epic stands for the task's domain: no nearer grouping is recorded yet.
 */
export const ESTIMATE_BASES = ['TASK', 'EPIC', 'AGENT', 'PROJECT', 'PLAN', 'DEFAULT'] as const
export type EstimateBasis = (typeof ESTIMATE_BASES)[number]

export interface DurationEstimate extends DurationRange {
  basis: EstimateBasis
}

/** What a run is expected to take, by the real scheduler on a virtual clock. */
export interface Forecast extends Pick<RunOptions, 'mode' | 'strategy' | 'isolation' | 'maxConcurrency'> {
  totalTasks: number
  /** Tasks for which an agent is started; the work of the others is there already (D6). */
  sessions: number
  /** From the start of the run to its end, delivery included. */
  wallMs: DurationRange
  /** No order of the same work on as many slots would be faster. */
  lowerBoundMs: DurationRange
  /** 0 to 1: of the slots' time, how much agents work. */
  slotUse: number
  criticalPathMs: number
  /** Keys, first to last. */
  criticalPath: readonly string[]
  /** How the durations are known, best first; those that occur. */
  bases: readonly { basis: EstimateBasis; tasks: number }[]
  /** The same run with other numbers of slots, fewest first; empty where it is sequential. */
  bySlots: readonly SlotForecast[]
}

export interface SlotForecast {
  maxConcurrency: number
  wallMs: DurationRange
}

/** An earlier run: what it says about durations, without its texts. */
export interface PastRun {
  startedAt: number | null
  finishedAt: number | null
  /** Those that have ended. */
  tasks: readonly PastTask[]
}

export interface PastTask {
  key: string
  epicKey: string
  agent: string
  status: TaskStatus
  finishedAt: number
  /** Those that have ended, oldest first. */
  sessions: readonly PastSession[]
}

export interface PastSession {
  kind: SessionKind
  status: SessionStatus
  startedAt: number
  endedAt: number
}
