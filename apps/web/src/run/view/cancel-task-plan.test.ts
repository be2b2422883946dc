import { expect, it } from 'vitest'
import { saidAloud } from '../../words/said.ts'
import { cancelTaskPlan } from './cancel-task-plan.ts'
import { boardRun } from './fixtures/textkit.ts'
import type { TaskView } from './run-view.ts'

const said = (key: string) =>
  cancelTaskPlan(boardRun, boardRun.tasks.find((task) => task.key === key) as TaskView).map((item) =>
    saidAloud(item.said),
  )

it('says what stops, what is kept, and who is skipped behind it', () => {
  expect(said('diff')).toEqual([
    'Its agent stops. First a request to stop, then SIGTERM, then SIGKILL after 5 s. What it wrote stays on its branch.',
    '4 tasks that need it are skipped: api-docs, cli-diff, guide, cli-pipe.',
  ])
  expect(said('truncate')[0]).toBe('Its merge stops, unless coppice/run-12 has already moved. Finished work is kept.')
})

it('S4: skips nobody who waits for it softly', () => {
  expect(said('table')[1]).toBe('2 tasks that need it are skipped: md-table, guide.')
  expect(said('guide')).toEqual(['It does not start in this run.'])
})
