import type { RunView } from './run-view.ts'

/** @returns the commit from which the tasks of a batch start; null before the batch begins. */
export const cutFrom = (view: RunView, batchNumber: number): string | null =>
  view.batches.find((batch) => batch.number === batchNumber)?.startCommit ?? null
