/** Expected durations of tasks and runs, and what a run is expected to cost. All times are in milliseconds. */
import type { CostForecast } from './cost-forecast.ts'
import type { RunOptions } from './run-options.ts'
import type { SessionKind, SessionStatus, TaskStatus } from './statuses.ts'
import type { CostMetrics } from './unpriced.ts'

/**
 * A range of durations. One task in five is shorter than `lowMs`, half are shorter than `likelyMs`, and one in five is longer than
 * `highMs`. For a run, `lowMs` assumes that every task takes its `lowMs`. The other two values assume the same of `likelyMs` and `highMs`.
 */
export interface DurationRange {
  lowMs: number
  likelyMs: number
  highMs: number
}

/**
 * The source of an estimate, best first:
 *
 * - `TASK`, `EPIC`, `AGENT`, `PROJECT`: earlier sessions of the task, of its epic, of its kind of agent, or of the whole project.
 * - `PLAN`: the time limit of the task in the plan.
 * - `DEFAULT`: no source, so the estimate is a constant.
 */
export const ESTIMATE_BASES = ['TASK', 'EPIC', 'AGENT', 'PROJECT', 'PLAN', 'DEFAULT'] as const
export type EstimateBasis = (typeof ESTIMATE_BASES)[number]

export interface DurationEstimate extends DurationRange {
  basis: EstimateBasis
}

/** The expected duration and cost of a run. The real scheduler calculates the duration on a virtual clock. */
export interface Forecast extends Pick<RunOptions, 'mode' | 'strategy' | 'isolation' | 'maxConcurrency'> {
  totalTasks: number
  /** The number of tasks for which an agent starts. The work of the other tasks exists already, and is only merged (D6). */
  sessions: number
  /** The time from the start of the run to its end, including delivery. */
  wallMs: DurationRange
  /** A lower bound for `wallMs`: with this number of slots, no order of the tasks can be faster. */
  lowerBoundMs: DurationRange
  /** The share of the slots' time in which agents work, from 0 to 1. */
  slotUse: number
  criticalPathMs: number
  /** The keys of the tasks on the critical path, in the order in which they run. */
  criticalPath: readonly string[]
  /** The number of tasks for each source of estimates, best source first. A source without tasks is absent. */
  bases: readonly { basis: EstimateBasis; tasks: number }[]
  /** The duration of the same run with other numbers of slots, fewest slots first. It is empty for a sequential run. */
  bySlots: readonly SlotForecast[]
  /** It is absent when an older version made the forecast. */
  cost?: CostForecast
}

export interface SlotForecast {
  maxConcurrency: number
  wallMs: DurationRange
}

/** The times and costs of an earlier run, from which those of the next run are estimated. */
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
  /** The model that Coppice named. It is null when the agent chose its model itself. */
  model: string | null
  domain: string | null
  flatRate: boolean
  metrics: CostMetrics
}
