import type { RunView } from './run-view.ts'

/**
 * The commit from which a batch's work is cut (S2). Where only events told of its beginning it is the last merge before it, for
 * merges are made in plan order, or else what the run started from.
 */
export function cutFrom(view: RunView, batchNumber: number): string | null {
  const known = view.batches.find((batch) => batch.number === batchNumber)?.startCommit
  if (known) return known
  const merged = view.tasks.findLast((task) => task.batchNumber < batchNumber && task.commit !== null)
  return merged?.commit ?? view.startCommit
}
