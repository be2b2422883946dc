import type { MarkStatus } from './statuses.ts'

/** The fields of a run that a list needs to draw its fingerprint. */
export interface MarkedRun {
  batches: readonly MarkedBatch[]
  /** The tasks, if the document asked for them. */
  tasks?: {
    edges: readonly { node: { batchNumber: number; status: MarkStatus } }[]
    pageInfo: { hasNextPage: boolean }
  }
}

export interface MarkedBatch {
  number: number
  total: number
  completed: number
  failed: number
  skipped: number
  cancelled: number
}

/**
 * @returns the statuses for a fingerprint: one group per batch, with its tasks in plan order. If not all tasks are loaded, a group is
 *   calculated from the number of tasks per status in the batch, so it is not in plan order.
 */
export function runMarks(run: MarkedRun): MarkStatus[][] {
  const { batches, tasks } = run
  if (tasks === undefined || tasks.pageInfo.hasNextPage) return batches.map(countedMarks)
  return batches.map(({ number }) =>
    tasks.edges.flatMap(({ node }) => (node.batchNumber === number ? [node.status] : [])),
  )
}

function countedMarks({ total, completed, failed, skipped, cancelled }: MarkedBatch): MarkStatus[] {
  const marks = (count: number, status: MarkStatus): MarkStatus[] => Array.from({ length: count }, () => status)
  const ended = completed + failed + skipped + cancelled
  return [
    ...marks(completed, 'COMPLETED'),
    ...marks(total - ended, 'PENDING'),
    ...marks(failed, 'FAILED'),
    ...marks(skipped, 'SKIPPED'),
    ...marks(cancelled, 'CANCELLED'),
  ]
}
