import { expect, it } from 'vitest'
import { countTasks, statusCounts } from './counts.ts'
import { longestChain } from './dependents.ts'
import { ledgerRun } from './fixtures/ledger.ts'
import { boardRun, failedRun } from './fixtures/textkit.ts'
import { runSpend } from './spend.ts'

it('counts every task of the run exactly once', () => {
  const { completed, underWay, needPerson, skipped, cancelled, waiting, total } = countTasks(ledgerRun.tasks)
  expect(completed + underWay + needPerson + skipped + cancelled + waiting).toBe(total)
  expect(total).toBe(500)
})

it('lists the statuses of the tasks in the order in which a task passes them; HELD is a status of its own', () => {
  expect(statusCounts(ledgerRun)).toEqual([
    { status: 'COMPLETED', count: 230 },
    { status: 'MERGING', count: 2 },
    { status: 'RUNNING', count: 12 },
    { status: 'HELD', count: 2 },
    { status: 'PENDING', count: 210 },
    { status: 'FAILED', count: 3 },
    { status: 'SKIPPED', count: 41 },
  ])
})

it('finds the longest chain of tasks that have not ended', () => {
  expect(longestChain(boardRun).map((task) => task.key)).toEqual(['csv-write', 'md-table', 'guide'])
  expect(longestChain(failedRun)).toEqual([])
})

it('M1: an unknown cost is null, never 0', () => {
  expect(runSpend(boardRun)).toEqual({ usd: null, unpriced: 7 })
})
