import { expect, it } from 'vitest'
import { boardRun } from './fixtures/textkit.ts'
import { openBatchWords, reopenedBatch } from './open-batches.ts'
import type { RunView } from './run-view.ts'

const open = (...numbers: number[]): RunView => ({
  ...boardRun,
  batches: boardRun.batches.map((batch) => (numbers.includes(batch.number) ? { ...batch, status: 'RUNNING' } : batch)),
})

it('lists the active batches', () => {
  expect(openBatchWords(open())).toBe('batch 2 of 4 active')
  expect(openBatchWords(open(1, 3))).toBe('batches 1, 2 and 3 of 4 active')
})

it('finds the batch that is active again after a retry, but not with the strategy CONTINUOUS', () => {
  const retried = open(1)
  const tasks = retried.tasks.map((task) => (task.key === 'case' ? { ...task, status: 'PENDING' as const } : task))
  expect(reopenedBatch({ ...retried, tasks })).toMatchObject({ batch: 1, later: 2, tasks: [{ key: 'case' }] })
  expect(reopenedBatch({ ...retried, tasks, strategy: 'CONTINUOUS' })).toBeNull()
  expect(reopenedBatch(boardRun)).toBeNull()
})
