import type { TaskState } from './snapshot.ts'

/** Returns the longest path from the start of each task to the end of the run, by `durationOf`. Linear in tasks and dependencies. */
export function pathLengths(
  tasks: readonly Pick<TaskState, 'key' | 'needs'>[],
  durationOf: (key: string) => number,
): ReadonlyMap<string, number> {
  const followers = new Map<string, string[]>(tasks.map((task) => [task.key, []]))
  for (const task of tasks) for (const need of task.needs) followers.get(need.key)?.push(task.key)
  const lengths = new Map<string, number>()
  // A task comes after everything it needs, so going backwards every follower is known.
  for (const { key } of [...tasks].reverse()) {
    const after = (followers.get(key) ?? []).map((follower) => lengths.get(follower) ?? 0)
    lengths.set(key, durationOf(key) + after.reduce((longest, length) => Math.max(longest, length), 0))
  }
  return lengths
}
