import type { BatchView, RunView, TaskView } from './run-view.ts'

const running = (view: RunView): BatchView[] => view.batches.filter((batch) => batch.status === 'RUNNING')

/** For example `batches 1 and 2 of 4 active`, when several may be open at once. */
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
  /** The later batch that had already begun. It starts nothing until the reopened batch has ended. */
  later: number
}

/** A batch that is open although a later one has begun, because a task of it was retried. With CONTINUOUS this is normal. */
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
