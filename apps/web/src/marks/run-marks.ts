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
 * @returns the statuses for a fingerprint: one group per batch, with its tasks in plan order. Without all tasks, the groups are made from the
 * counts of the batches, so the order within a batch is lost.
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
