import { expect, it } from 'vitest'
import { chosenTask } from './chosen-task.ts'
import { boardRun, failedRun, plannedRun } from './fixtures/textkit.ts'

it('shows where an agent is alive until a person chooses', () => {
  expect(chosenTask(boardRun, null, null)?.key).toBe('diff')
  expect(chosenTask(boardRun, 'wrap', 'diff')?.key).toBe('wrap')
})

it('does not take away what is read while it still lives', () => {
  expect(chosenTask(boardRun, null, 'table')?.key).toBe('table')
})

it('continues to the next living agent when the one shown has ended', () => {
  expect(chosenTask(boardRun, null, 'wrap')?.key).toBe('diff')
})

it('stays with what was shown when nothing lives any more', () => {
  expect(chosenTask(failedRun, null, 'diff')?.key).toBe('diff')
})

it('shows nothing before anything has begun, nor for a key that the run does not have', () => {
  expect(chosenTask(plannedRun, 'no-such-task', null)).toBeNull()
})
