import type { RunRecord } from './records.ts'
import { isRunEnded } from './statuses.ts'

/** Returns those of `runs` whose work the next run may carry in, in the same order. */
export const undelivered = (runs: readonly RunRecord[]): RunRecord[] =>
  runs.filter(
    (run) =>
      isRunEnded(run.status) &&
      (run.deliveryStatus === 'PENDING' || run.deliveryStatus === 'REFUSED') &&
      run.discardedAt === null &&
      run.startCommit !== null,
  )
