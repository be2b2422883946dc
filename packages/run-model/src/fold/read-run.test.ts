import { expect, test } from 'vitest'
import { readRun } from './read-run.ts'

const snapshot = (status: string) =>
  ({
    project: {},
    holds: [],
    batches: [],
    status,
    delivery: { status: 'PENDING', commit: null, reason: null, at: null, inProgress: true },
  }) as unknown as Parameters<typeof readRun>[0]

test.each([
  ['RUNNING', false],
  ['COMPLETED', true],
])('R2: a delivery in progress of a %s run is shown in the state: %s', (status, shown) => {
  expect(readRun(snapshot(status), []).delivery.inProgress).toBe(shown)
})
