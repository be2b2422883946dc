import type { RunOptions } from '../domain/run-options.ts'
import { resourceKey } from '../scheduler/observe.ts'
import { RunIndex } from '../scheduler/run-index/run-index.ts'
import type { TaskState } from '../scheduler/snapshot.ts'
import type { RunGraph } from './run-graph.ts'

/** Creates the index of a simulated run in which no task has begun. */
export function startOfRun(
  graph: RunGraph,
  options: Omit<RunOptions, 'maxConcurrency'>,
  pathLength: (task: number) => number,
): RunIndex {
  const tasks = graph.tasks.map(
    ({ key, batch, epic, uses = [], likelyPaths = [] }, position): TaskState => ({
      ...{
        key,
        batch,
        epic,
        waitsFor: uses.map(resourceKey),
        awaits: null,
        state: 'waiting',
        status: 'PENDING',
        notBefore: null,
      },
      ...{ startsFromTip: false, begun: false, cancelRequested: false, pathLength: pathLength(position) },
      // The index gets the needs from the graph, which contains epic nodes.
      needs: [],
      likelyPaths,
    }),
  )
  const batches = Array.from({ length: graph.tasks.at(-1)?.batch ?? 0 }, (_, index) => ({
    number: index + 1,
    state: 'pending' as const,
  }))
  return new RunIndex(options, tasks, batches, graph.needs)
}
