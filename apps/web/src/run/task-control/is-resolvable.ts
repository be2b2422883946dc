import type { RunView, TaskView } from '../view/run-view.ts'

const UNMERGED: ReadonlySet<string> = new Set(['FAILED', 'CONFLICT', 'CANCELLED'])

/**
 * Whether a person can give a commit as the work of the task. The task must have ended without a merge. A skipped task cannot be resolved:
 * first, the task that it needs must be resolved or retried. While the run is being cancelled, no task can be resolved.
 */
export const isResolvable = ({ status }: Pick<RunView, 'status'>, task: Pick<TaskView, 'status'>): boolean =>
  UNMERGED.has(task.status) && status !== 'CANCELLING'
