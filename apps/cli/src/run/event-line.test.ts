import type { RunEvent } from '@coppice/run-model'
import { expect, test } from 'vitest'
import { createEventLine, plainLine } from './event-line.ts'

const AT = '2026-01-01T00:00:05.000Z'
const line = (facts: object): string | null => {
  const found = createEventLine()(eventOf(facts))
  return found && plainLine(found, 5_000, 7)
}
const eventOf = (facts: object) => ({ sequence: 1, at: AT, runId: 'r', ...facts }) as RunEvent

test.each<[object, string | null]>([
  [{ __typename: 'RunStarted', totalBatches: 2, totalTasks: 3 }, ' 0:05  run started: 3 tasks in 2 batches'],
  [
    {
      __typename: 'ProviderHeld',
      provider: 'claude',
      until: '2026-01-01T01:30:05.000Z',
      reason: '5-hour limit reached',
    },
    ' 0:05  no agent of the provider claude starts for 1:30:00: 5-hour limit reached',
  ],
  [
    { __typename: 'ProviderReleased', provider: 'claude', author: 'ada' },
    ' 0:05  the hold of the provider claude was ended by ada',
  ],
  [
    {
      __typename: 'TaskStatusChanged',
      taskKey: 'wrap',
      taskStatus: 'PENDING',
      reason: 'waits for claude',
      retryAt: '2026-01-01T00:01:05.000Z',
    },
    ' 0:05  wrap     starts in 1:00: waits for claude',
  ],
  [
    { __typename: 'AwaitedResourceChanged', taskKey: 'wrap', resource: 'database' },
    ' 0:05  wrap     waits for database',
  ],
  [{ __typename: 'AwaitedResourceChanged', taskKey: 'wrap', resource: null }, null],
  [
    { __typename: 'ClashForeseen', taskKey: 'wrap', otherKey: 'diff', files: ['a.js', 'b.js'] },
    ' 0:05  wrap     conflicts with the work of diff in a.js, b.js',
  ],
  [{ __typename: 'RunStatusChanged', runStatus: 'PAUSED', reason: 'paused' }, ' 0:05  run paused'],
  [
    { __typename: 'RunStatusChanged', runStatus: 'RUNNING', reason: 'coppice/run-1 had been deleted.' },
    ' 0:05  coppice/run-1 had been deleted.',
  ],
  [
    { __typename: 'TaskFinished', taskKey: 'wrap', taskStatus: 'CANCELLED', reason: 'cancelled' },
    ' 0:05  wrap     cancelled',
  ],
  [{ __typename: 'BatchStarted', batchNumber: 1, totalBatches: 2, taskCount: 1 }, ' 0:05  batch 1 of 2: 1 task'],
  [
    { __typename: 'TaskStarted', taskKey: 'wrap', attempt: 2, agent: 'command', model: null },
    ' 0:05  wrap     started (attempt 2, command)',
  ],
  [
    {
      __typename: 'AttemptFinished',
      taskKey: 'wrap',
      attempt: 1,
      taskStatus: 'PENDING',
      reason: 'exit code 7',
      retryAt: '2026-01-01T00:00:08.000Z',
    },
    ' 0:05  wrap     attempt 1 failed: exit code 7; tries again in 0:03',
  ],
  [
    { __typename: 'AttemptFinished', taskKey: 'wrap', attempt: 1, taskStatus: 'MERGING', reason: null, retryAt: null },
    null,
  ],
  [
    { __typename: 'MergeConflicted', taskKey: 'wrap', files: ['a.js', 'b.js'] },
    ' 0:05  wrap     conflict in a.js, b.js',
  ],
  [{ __typename: 'TaskFinished', taskKey: 'wrap', taskStatus: 'COMPLETED', reason: null }, ' 0:05  wrap     merged'],
  [
    { __typename: 'TaskFinished', taskKey: 'wrap', taskStatus: 'SKIPPED', reason: 'core failed' },
    ' 0:05  wrap     skipped: core failed',
  ],
  [
    { __typename: 'BatchFinished', batchNumber: 1, completed: 2, failed: 1, skipped: 0, cancelled: 0 },
    ' 0:05  batch 1: 2 merged, 1 failed',
  ],
  [
    { __typename: 'DeliveryFinished', deliveryStatus: 'REFUSED', baseCommit: null, reason: 'not clean' },
    ' 0:05  delivery refused: not clean',
  ],
  [{ __typename: 'RunFinished', runStatus: 'COMPLETED', reason: null }, ' 0:05  run completed'],
  [{ __typename: 'TaskPhaseChanged', taskKey: 'wrap', attempt: 1, phase: 'AGENT' }, null],
])('%j reads %j', (facts, text) => {
  expect(line(facts)).toBe(text)
})

test('M2: a warning names what is spent, and a changed budget the new one', () => {
  const warned = { __typename: 'BudgetWarned', spentUsd: 4.1, budgetUsd: 5, pot: 'RUN' }
  expect(line(warned)).toContain('$4.10 of the budget of $5.00 are spent')
  expect(line({ __typename: 'BudgetChanged', limitUsd: 7.5, pot: null })).toContain('the budget is $7.50')
  expect(line({ __typename: 'BudgetChanged', limitUsd: null, pot: 'DAY' })).toContain('the budget for a day is removed')
})

test('an unknown event, as a newer server may send, is not printed', () => {
  expect(line({ __typename: 'SomethingNew' })).toBeNull()
})

test('an answer is shown by the label of its option, or by its id if the question is not known', () => {
  const eventLine = createEventLine()
  const asked = { sessionId: 's', askId: 'a', optionIds: ['yes', 'no'], optionLabels: ['Allow once', 'Reject'] }
  const answered = { __typename: 'PermissionAnswered', taskKey: 'wrap', sessionId: 's', optionId: 'yes' }
  eventLine(eventOf({ __typename: 'PermissionAsked', taskKey: 'wrap', question: 'May I?', ...asked }))
  expect(eventLine(eventOf({ ...answered, askId: 'a' }))?.text).toBe('got an answer to its question: Allow once')
  expect(eventLine(eventOf({ ...answered, askId: 'b' }))?.text).toBe('got an answer to its question: yes')
})
