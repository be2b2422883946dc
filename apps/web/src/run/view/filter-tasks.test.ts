import { expect, it } from 'vitest'
import { taskFilter } from './filter-tasks.ts'
import { failedRun } from './fixtures/textkit.ts'

const found = (text: string) => failedRun.tasks.filter(taskFilter(text) ?? (() => false)).map((task) => task.key)

it('finds tasks by status, epic and batch', () => {
  expect(found('status:failed')).toEqual(['cli-diff'])
  expect(found('epic:cli batch:4')).toEqual(['cli-pipe'])
})

it('finds words in keys and descriptions, ignoring case', () => {
  expect(found('MARKDOWN')).toEqual(['md-table'])
})

it('matches a task only if every part of the filter matches', () => {
  expect(found('status:skipped guide')).toEqual(['guide'])
})

it('is null when the text is empty', () => {
  expect(taskFilter('  ')).toBeNull()
})
