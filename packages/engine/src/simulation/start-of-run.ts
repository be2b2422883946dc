import type { RunOptions } from '../domain/run-options.ts'
import { LiveRun } from '../scheduler/live-run/live-run.ts'
import type { TaskState } from '../scheduler/snapshot.ts'
import type { RunGraph } from './run-graph.ts'

/** A run before its first decision. */
export function startOfRun(
  graph: RunGraph,
  options: Omit<RunOptions, 'maxConcurrency'>,
  pathLength: (task: number) => number,
): LiveRun {
  const tasks = graph.tasks.map(
    ({ key, batch, epic }, place): TaskState => ({
      ...{ key, batch, epic, provider: '', state: 'waiting', status: 'PENDING', notBefore: null },
      ...{ startsFromTip: false, begun: false, cancelRequested: false, pathLength: pathLength(place) },
      // They are in the graph, where an epic's gate stands for all of its tasks.
      needs: [],
    }),
  )
  const batches = Array.from({ length: graph.tasks.at(-1)?.batch ?? 0 }, (_, index) => ({
    number: index + 1,
    state: 'pending' as const,
  }))
  return new LiveRun(options, tasks, batches, graph.needs)
}
