import { DEFAULT_PRIORITY } from './settings.ts'

/** Returns the priority of a task, or that of its epic when the plan gives the task none. */
export const effectivePriority = (task: { priority: number }, epic: { priority: number } | undefined): number =>
  task.priority === DEFAULT_PRIORITY && epic ? epic.priority : task.priority
