import { describe, expect, it } from 'vitest'
import { runMarks } from './run-marks.ts'
import type { MarkStatus } from './statuses.ts'

const batch = (
  number: number,
  counts: Partial<Record<'completed' | 'failed' | 'skipped' | 'cancelled', number>>,
  total = 4,
) => ({
  number,
  total,
  completed: 0,
  failed: 0,
  skipped: 0,
  cancelled: 0,
  ...counts,
})
const task = (batchNumber: number, status: MarkStatus) => ({ node: { batchNumber, status } })

describe('the fingerprint of a run in a list', () => {
  it('has one mark per task, in groups by batch, in plan order', () => {
    const marks = runMarks({
      batches: [batch(1, {}), batch(2, {})],
      tasks: {
        edges: [task(1, 'COMPLETED'), task(1, 'FAILED'), task(2, 'SKIPPED'), task(1, 'COMPLETED')],
        pageInfo: { hasNextPage: false },
      },
    })
    expect(marks).toEqual([['COMPLETED', 'FAILED', 'COMPLETED'], ['SKIPPED']])
  })

  it('uses the counts of the batches when the run has more tasks than one page, so that no task is missing', () => {
    const marks = runMarks({
      batches: [batch(1, { completed: 2, failed: 1 })],
      tasks: { edges: [task(1, 'COMPLETED')], pageInfo: { hasNextPage: true } },
    })
    expect(marks).toEqual([['COMPLETED', 'COMPLETED', 'PENDING', 'FAILED']])
  })
})
