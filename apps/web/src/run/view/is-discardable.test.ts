import { expect, it } from 'vitest'
import { boardRun, failedRun, plannedRun } from './fixtures/textkit.ts'
import { isDiscardable } from './is-discardable.ts'
import type { DeliveryView } from './run-view.ts'

const undelivered = (status: 'PENDING' | 'REFUSED' | 'UNDONE'): DeliveryView => ({
  status,
  commit: null,
  reason: null,
  at: null,
  inProgress: false,
})

it('P5: an ended run with merged work that was not delivered is discardable', () => {
  expect(isDiscardable({ ...failedRun, delivery: undelivered('REFUSED') })).toBe(true)
  expect(isDiscardable({ ...failedRun, status: 'CANCELLED', delivery: undelivered('PENDING') })).toBe(true)
})

it('P5: a run that delivered, was undone, merged nothing, or is active is not discardable', () => {
  expect(isDiscardable(failedRun)).toBe(false)
  expect(isDiscardable({ ...failedRun, delivery: undelivered('UNDONE') })).toBe(false)
  expect(isDiscardable({ ...plannedRun, status: 'CANCELLED' })).toBe(false)
  expect(isDiscardable(boardRun)).toBe(false)
})
