import { expect, it } from 'vitest'
import { chosenTask } from './chosen-task.ts'
import { boardRun, failedRun, plannedRun } from './fixtures/textkit.ts'

it('is a task with a running agent until a person chooses a task', () => {
  expect(chosenTask(boardRun, null, null)?.key).toBe('diff')
  expect(chosenTask(boardRun, 'wrap', 'diff')?.key).toBe('wrap')
})

it('stays the same task while its agent is running', () => {
  expect(chosenTask(boardRun, null, 'table')?.key).toBe('table')
})

it('changes to a task with a running agent when the agent of the shown task has ended', () => {
  expect(chosenTask(boardRun, null, 'wrap')?.key).toBe('diff')
})

it('stays the same task when no agent is running', () => {
  expect(chosenTask(failedRun, null, 'diff')?.key).toBe('diff')
})

it('is null before a task has started, and for a key that the run lacks', () => {
  expect(chosenTask(plannedRun, 'no-such-task', null)).toBeNull()
})
