import type { RunView } from './run-view.ts'

/** The commit from which a batch's work is cut (S2); null before it begins. */
export const cutFrom = (view: RunView, batchNumber: number): string | null =>
  view.batches.find((batch) => batch.number === batchNumber)?.startCommit ?? null
