import { longestPath, type RunGraph } from './run-graph.ts'
import type { SimulatedRun } from './simulate-run.ts'

/** What a simulated run says about its plan. ms. */
export interface RunMeasures {
  wallMs: number
  /** No order of the same work on as many slots is faster: the critical path, or the work shared out evenly. */
  lowerBoundMs: number
  workMs: number
  /** 0 to 1: of the slots' time, how much agents worked. */
  slotUse: number
  criticalPathMs: number
  /** Keys, first to last; of what was worked on, with attempts that failed. */
  criticalPath: readonly string[]
  /** How many tasks ended how. */
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
