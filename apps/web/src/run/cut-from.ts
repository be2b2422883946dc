import type { RunView } from './run-view.ts'

/**
 * The commit from which a batch's work was cut: the run's tip when it began, which is the last merge before it, for merges
 * are made in plan order (S2). Null where nothing was merged before: then it is what the run started from.
 */
export function cutFrom(view: RunView, batchNumber: number): string | null {
  return view.tasks.findLast((task) => task.batchNumber < batchNumber && task.commit !== null)?.commit ?? null
}
