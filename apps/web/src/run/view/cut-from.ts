import type { RunView } from './run-view.ts'

/** The commit from which the tasks of a batch start (S2). It is null before the batch begins. */
export const cutFrom = (view: RunView, batchNumber: number): string | null =>
  view.batches.find((batch) => batch.number === batchNumber)?.startCommit ?? null
