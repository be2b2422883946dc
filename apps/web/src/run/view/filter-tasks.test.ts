import { expect, it } from 'vitest'
import { taskFilter } from './filter-tasks.ts'
import { failedRun } from './fixtures/textkit.ts'

const found = (text: string) => failedRun.tasks.filter(taskFilter(text) ?? (() => false)).map((task) => task.key)

it('finds tasks by status, epic and batch', () => {
  expect(found('status:failed')).toEqual(['cli-diff'])
  expect(found('epic:cli batch:4')).toEqual(['cli-pipe'])
})

it('finds words in keys and descriptions, whatever the case', () => {
  expect(found('MARKDOWN')).toEqual(['md-table'])
})

it('needs every part to match', () => {
  expect(found('status:skipped guide')).toEqual(['guide'])
})

it('is no filter when empty', () => {
  expect(taskFilter('  ')).toBeNull()
})
