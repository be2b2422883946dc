import type { FreeMeans } from './free-means.ts'
import type { TaskState } from './snapshot.ts'

/**
 * Chooses the tasks that take the free slots. It prefers tasks that probably change other paths than the running tasks and than the tasks
 * already chosen. If there are too few such tasks, the others take the remaining slots, so no slot stays free because of paths. Conflict
 * sessions are chosen in their order, whatever paths they change.
 *
 * @param candidates the tasks that may start, in the order of their starts
 * @param running the tasks that have a slot
 */
export function keepApart(
  candidates: readonly TaskState[],
  running: readonly TaskState[],
  slots: number,
  means: FreeMeans,
): TaskState[] {
  const taken = new Set(running.flatMap(({ likelyPaths }) => likelyPaths))
  const chosen = new Set<TaskState>()
  const choose = (task: TaskState): void => {
    if (chosen.size === slots || chosen.has(task) || !means.take(task)) return
    chosen.add(task)
    for (const path of task.likelyPaths) taken.add(path)
  }
  for (const task of candidates)
    if (task.state === 'conflicted' || !task.likelyPaths.some((path) => taken.has(path))) choose(task)
  for (const task of candidates) choose(task)
  return candidates.filter((task) => chosen.has(task))
}

export function arePathsDistinct(tasks: readonly TaskState[]): boolean {
  const paths = tasks.flatMap(({ likelyPaths }) => likelyPaths)
  return new Set(paths).size === paths.length
}
