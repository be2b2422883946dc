import type { RunView, TaskView } from '@coppice/run-model'
import type { MarkStatus } from '../../marks/statuses.ts'

export type {
  BatchView,
  CostForecastView,
  DeliveryView,
  ForecastView,
  RunView,
  SessionView,
  TaskView,
} from '@coppice/run-model'

/** @returns the status with which a task is drawn: HELD while it may not start before a known time, otherwise its own status. */
export const markOf = (task: Pick<TaskView, 'status' | 'scheduledFor'>): MarkStatus =>
  task.status === 'PENDING' && task.scheduledFor !== null ? 'HELD' : task.status

export const tasksOf = (view: RunView, batchNumber: number): TaskView[] =>
  view.tasks.filter((task) => task.batchNumber === batchNumber)

/** @returns the statuses for a fingerprint, one group per batch. @param epicKey includes only the tasks of this epic */
export const groupsOf = (view: RunView, epicKey?: string): MarkStatus[][] =>
  view.batches.map((batch) =>
    tasksOf(view, batch.number)
      .filter((task) => epicKey === undefined || task.epicKey === epicKey)
      .map(markOf),
  )
