import type { FreeResources } from './free-resources.ts'
import type { TaskState } from './snapshot.ts'

/**
 * Chooses the tasks that take the free slots, so that as few as possible of them probably change the same paths as a running task or as each
 * other. A task with such a path is passed over only when another task takes its slot. Conflict sessions are never passed over.
 *
 * @param candidates the tasks that may start, in the order of their starts
 * @param running the tasks that have a slot
 */
export function keepApart(
  candidates: readonly TaskState[],
  running: readonly TaskState[],
  slots: number,
  resources: FreeResources,
): TaskState[] {
  const taken = new Set(running.flatMap(({ likelyPaths }) => likelyPaths))
  const chosen = new Set<TaskState>()
  const choose = (task: TaskState): void => {
    if (chosen.size === slots || chosen.has(task) || !resources.take(task.waitsFor)) return
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
