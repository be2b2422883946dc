import type { RunView, TaskView } from '@coppice/run-model'
import type { MarkStatus } from '../../marks/statuses.ts'

export type { BatchView, DeliveryView, ForecastView, RunView, SessionView, TaskView } from '@coppice/run-model'

/** How a task is drawn: its status, or HELD while it may not start before a known time. */
export const markOf = (task: Pick<TaskView, 'status' | 'scheduledFor'>): MarkStatus =>
  task.status === 'PENDING' && task.scheduledFor !== null ? 'HELD' : task.status

export const tasksOf = (view: RunView, batchNumber: number): TaskView[] =>
  view.tasks.filter((task) => task.batchNumber === batchNumber)

/** The statuses for the fingerprint, one group per batch. */
export const groupsOf = (view: RunView, epicKey?: string): MarkStatus[][] =>
  view.batches.map((batch) =>
    tasksOf(view, batch.number)
      .filter((task) => epicKey === undefined || task.epicKey === epicKey)
      .map(markOf),
  )
