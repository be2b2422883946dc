import type { Strategy } from '../domain/statuses.ts'
import { LiveRun } from '../scheduler/live-run/live-run.ts'
import type { TaskState } from '../scheduler/snapshot.ts'
import type { RunGraph } from './run-graph.ts'

/** A run in parallel with a worktree for each task, before its first decision. */
export function startOfRun(graph: RunGraph, strategy: Strategy, pathLength: (task: number) => number): LiveRun {
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
  return new LiveRun({ mode: 'PARALLEL', strategy, isolation: 'TASK' }, tasks, batches, graph.needs)
}
