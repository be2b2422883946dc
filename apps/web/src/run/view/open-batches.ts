import type { BatchView, RunView, TaskView } from './run-view.ts'

const running = (view: RunView): BatchView[] => view.batches.filter((batch) => batch.status === 'RUNNING')

/** Describes the active batches of a run, for example `batches 1 and 2 of 4 active`. */
export function openBatchWords(view: RunView): string {
  const numbers = running(view).map((batch) => batch.number)
  const of = `of ${view.batches.length} active`
  if (numbers.length === 0) return `no batch ${of}`
  if (numbers.length === 1) return `batch ${numbers[0]} ${of}`
  return `batches ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)} ${of}`
}

export interface Reopened {
  batch: number
  /** The tasks that wait or run in the batch again. */
  tasks: readonly TaskView[]
  /** The number of the later batch that has already begun. It starts no task until the reopened batch has ended. */
  later: number
}

/**
 * Finds a batch that is active again after a later batch has begun, because one of its tasks was retried.
 * @returns null when there is no such batch, and with the strategy CONTINUOUS, because several batches are then active anyway
 */
export function reopenedBatch(view: RunView): Reopened | null {
  if (view.strategy === 'CONTINUOUS') return null
  const [first, ...others] = running(view)
  const later = others.at(-1)
  if (!first || !later) return null
  const tasks = view.tasks.filter(
    (task) => task.batchNumber === first.number && ['PENDING', 'RUNNING', 'MERGING'].includes(task.status),
  )
  return { batch: first.number, tasks, later: later.number }
}
