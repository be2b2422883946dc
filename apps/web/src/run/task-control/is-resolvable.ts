import type { RunView, TaskView } from '../view/run-view.ts'

const UNMERGED: ReadonlySet<string> = new Set(['FAILED', 'CONFLICT', 'CANCELLED'])

/** Whether a person can give a commit as the work of the task: it ended unmerged, and not because of another task. */
export const isResolvable = ({ status }: Pick<RunView, 'status'>, task: Pick<TaskView, 'status'>): boolean =>
  UNMERGED.has(task.status) && status !== 'CANCELLING'
