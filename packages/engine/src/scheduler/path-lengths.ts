import type { TaskState } from './snapshot.ts'

/**
 * Returns, for each task, the length of the longest path from its start to the end of the run. This takes time linear in the number of
 * tasks and dependencies.
 *
 * @param tasks each task comes after the tasks that it needs
 * @param durationOf returns the duration of a task, in any unit
 */
export function pathLengths(
  tasks: readonly Pick<TaskState, 'key' | 'needs'>[],
  durationOf: (key: string) => number,
): ReadonlyMap<string, number> {
  const followers = new Map<string, string[]>(tasks.map((task) => [task.key, []]))
  for (const task of tasks) for (const need of task.needs) followers.get(need.key)?.push(task.key)
  const lengths = new Map<string, number>()
  // Each task comes after the tasks that it needs. So in reverse order, the lengths of a task's followers are known.
  for (const { key } of [...tasks].reverse()) {
    const after = (followers.get(key) ?? []).map((follower) => lengths.get(follower) ?? 0)
    lengths.set(key, durationOf(key) + after.reduce((longest, length) => Math.max(longest, length), 0))
  }
  return lengths
}
