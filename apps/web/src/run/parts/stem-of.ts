import type { StemRow } from '../../track/track-geometry.ts'
import { markOf, type TaskView } from '../view/run-view.ts'

export function stemOf(task: TaskView): StemRow {
  return {
    state: markOf(task),
    exists: task.attempts > 0 || task.status === 'COMPLETED' || task.status === 'MERGING',
    retried: task.attempts > 1 && task.status !== 'CANCELLED',
    count: 1,
  }
}
