import { isTaskEnded } from '../../marks/statuses.ts'
import { rangeWords } from '../../words/duration-range.ts'
import { type RunView, type TaskView, tasksOf } from './run-view.ts'

export interface TimeLeft {
  lowMs: number
  highMs: number
}

/** Fewer finished tasks than this say nothing about the rest. */
const ENOUGH = 3

function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0
}

/** When a batch ends if each task takes `taskMs`: first the running tasks, then the rest in plan order on the next free slot. */
function batchMs(tasks: readonly TaskView[], slots: number, taskMs: number, now: number): number {
  const open = tasks.filter((task) => !isTaskEnded(task.status))
  const busy = open.filter((task) => task.status !== 'PENDING')
  const free = busy.map((task) => Math.max(0, taskMs - (now - (task.startedAt ?? now))))
  while (free.length < slots) free.push(0)
  for (let waiting = open.length - busy.length; waiting > 0; waiting--) {
    free.sort((a, b) => a - b)
    free[0] = (free[0] ?? 0) + taskMs
  }
  return Math.max(0, ...free)
}

/**
 * An estimated range for the remaining time. It uses the quartiles of the durations of this run's own tasks, batch after batch, on the
 * run's slots. @returns null while too few tasks have finished.
 */
export function timeLeft(view: RunView, now: number): TimeLeft | null {
  const took = view.tasks
    .filter((task) => task.status === 'COMPLETED' && task.startedAt !== null && task.finishedAt !== null)
    .map((task) => (task.finishedAt ?? 0) - (task.startedAt ?? 0))
    .sort((a, b) => a - b)
  if (took.length < ENOUGH) return null
  const slots = view.mode === 'SEQUENTIAL' ? 1 : view.maxConcurrency
  const total = (taskMs: number) =>
    view.batches.reduce((sum, batch) => sum + batchMs(tasksOf(view, batch.number), slots, taskMs, now), 0)
  return { lowMs: total(quantile(took, 0.25)), highMs: total(quantile(took, 0.75)) }
}

/** `6–9 min left`, `10–25 s left`, `about 2 min left`. */
export const timeLeftWords = (left: TimeLeft): string => `${rangeWords(left)} left`
