import type { MarkStatus } from './statuses.ts'

/** What a list needs of a run to draw its fingerprint. */
export interface MarkedRun {
  batches: readonly MarkedBatch[]
  /** Absent: only the counts were asked for. */
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

/** One group a batch, in plan order; from its batches' counts where the tasks were not asked for or fill more than a page. */
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
