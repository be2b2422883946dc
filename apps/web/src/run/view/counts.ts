import { isTaskEnded, isUnderWay, type MarkStatus, needsPerson } from '../../marks/statuses.ts'
import { markOf, type RunView, type TaskView } from './run-view.ts'

export interface Counts {
  total: number
  completed: number
  underWay: number
  /** The number of tasks that ended FAILED or CONFLICT. */
  needPerson: number
  skipped: number
  cancelled: number
  /** The number of PENDING tasks. */
  waiting: number
}

export function countTasks(tasks: readonly TaskView[]): Counts {
  const having = (test: (status: string) => boolean) => tasks.filter((task) => test(task.status)).length
  return {
    total: tasks.length,
    completed: having((status) => status === 'COMPLETED'),
    underWay: having(isUnderWay),
    needPerson: having(needsPerson),
    skipped: having((status) => status === 'SKIPPED'),
    cancelled: having((status) => status === 'CANCELLED'),
    waiting: having((status) => !isTaskEnded(status) && !isUnderWay(status)),
  }
}

const ORDER: readonly MarkStatus[] = [
  'COMPLETED',
  'MERGING',
  'RUNNING',
  'HELD',
  'PENDING',
  'FAILED',
  'CONFLICT',
  'SKIPPED',
  'CANCELLED',
]

/** @returns the number of tasks per status, in the order in which a task passes the statuses. */
export function statusCounts(view: RunView): { status: MarkStatus; count: number }[] {
  const marks = view.tasks.map(markOf)
  return ORDER.map((status) => ({ status, count: marks.filter((mark) => mark === status).length })).filter(
    (entry) => entry.count > 0,
  )
}
