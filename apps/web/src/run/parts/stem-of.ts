import type { StemRow } from '../../track/track-geometry.ts'
import { markOf, type TaskView } from '../view/run-view.ts'

/** How the stem of a task is drawn: what of it exists in git, and whether an earlier attempt failed. */
export function stemOf(task: TaskView): StemRow {
  return {
    state: markOf(task),
    exists: task.attempts > 0 || task.status === 'COMPLETED' || task.status === 'MERGING',
    retried: task.attempts > 1 && task.status !== 'CANCELLED',
    count: 1,
  }
}
