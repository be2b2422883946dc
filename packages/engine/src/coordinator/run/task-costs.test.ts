import { expect, it } from 'vitest'
import { TaskCosts } from './task-costs.ts'

const session = (id: string, costMicroUsd: number | null, runTaskId = 'a', knownCostMicroUsd = costMicroUsd ?? 0) => ({
  ...{ id, runTaskId },
  metrics: { costMicroUsd, knownCostMicroUsd },
})

it('M1: the newest cost of a session replaces its earlier one, and an unknown cost is never 0', () => {
  const costs = new TaskCosts()
  expect(costs.of([{ id: 'a' }])).toBeNull()
  costs.put(session('1', 1_000))
  costs.put(session('1', 3_000))
  costs.put(session('2', null))
  costs.put(session('3', 500, 'b'))
  expect(costs.of([{ id: 'a' }])).toBe(3_000)
  expect(costs.of([{ id: 'a' }, { id: 'b' }])).toBe(3_500)
  costs.put(session('1', null))
  expect(costs.of([{ id: 'a' }])).toBeNull()
  costs.put(session('2', null, 'a', 70))
  expect(costs.of([{ id: 'a' }])).toBe(70)
})
