import { isTaskEnded } from '../../marks/statuses.ts'
import { rangeWords } from '../../words/duration-range.ts'
import { type RunView, type TaskView, tasksOf } from './run-view.ts'

export interface TimeLeft {
  lowMs: number
  highMs: number
}

/** The time left is estimated only after this many tasks have completed. */
const ENOUGH = 3

function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0
}

/** @returns the ms until a batch ends if each task takes `taskMs`. Waiting tasks start in plan order, each on the next free slot. */
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
 * Estimates a range for the remaining time of a run. The low end assumes that each task takes the lower quartile of the durations of this
 * run's completed tasks, and the high end assumes the upper quartile.
 * @returns null before three tasks have completed
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

/** Formats the time left, for example `6–9 min left` or `about 2 min left`. */
export const timeLeftWords = (left: TimeLeft): string => `${rangeWords(left)} left`
