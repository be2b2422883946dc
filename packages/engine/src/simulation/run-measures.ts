import { longestPath, type RunGraph } from './run-graph.ts'
import type { SimulatedRun } from './simulate-run.ts'

/** Figures of a simulated run. Times are in ms. */
export interface RunMeasures {
  wallMs: number
  /**
   * The critical path, or the work divided evenly among the slots if that is longer. No order of the same work on as many slots takes less
   * time.
   */
  lowerBoundMs: number
  workMs: number
  /** The share of the slots' total time in which agents worked, from 0 to 1. */
  slotUse: number
  criticalPathMs: number
  /** The keys of the chain of tasks that took longest, first to last. Failed attempts count. */
  criticalPath: readonly string[]
  /** The number of tasks by their final status. */
  completed: number
  failed: number
  skipped: number
}

export function measuresOf(graph: RunGraph, run: SimulatedRun, slots: number): RunMeasures {
  const spent = new Float64Array(graph.tasks.length)
  for (const { task, startMs, endMs } of run.attempts) spent[task] = (spent[task] ?? 0) + endMs - startMs
  const path = longestPath(
    graph,
    (task) => spent[task] ?? 0,
    (task) => run.statuses[task] === 'SKIPPED',
  )
  const workMs = spent.reduce((sum, ms) => sum + ms, 0)
  const criticalPathMs = path.reduce((sum, task) => sum + (spent[task] ?? 0), 0)
  const count = (wanted: string) => run.statuses.filter((status) => status === wanted).length
  return {
    wallMs: run.wallMs,
    lowerBoundMs: Math.max(criticalPathMs, workMs / slots),
    workMs,
    slotUse: run.wallMs === 0 ? 0 : workMs / (run.wallMs * slots),
    criticalPathMs,
    criticalPath: path.map((task) => graph.tasks[task]?.key ?? ''),
    completed: count('COMPLETED'),
    failed: count('FAILED'),
    skipped: count('SKIPPED'),
  }
}
