import { expect, it } from 'vitest'
import { sentenceText } from '../../words/sentence.ts'
import { cancelTaskPlan } from './cancel-task-plan.ts'
import { boardRun } from './fixtures/textkit.ts'
import type { TaskView } from './run-view.ts'

const texts = (key: string) =>
  cancelTaskPlan(boardRun, boardRun.tasks.find((task) => task.key === key) as TaskView).map((item) =>
    sentenceText(item.sentence),
  )

it('says what stops, which work is kept, and which tasks are skipped', () => {
  expect(texts('diff')).toEqual([
    'Its agent stops. It gets a request to stop, then SIGTERM, and SIGKILL after 5 s. The work of the agent stays on its branch.',
    '4 tasks that need it are skipped: api-docs, cli-diff, guide, cli-pipe.',
  ])
  expect(texts('truncate')[0]).toBe(
    'Its merge stops, unless its work is already on coppice/run-12. Its finished work is kept.',
  )
})

it('S4: does not skip tasks that depend on it only softly', () => {
  expect(texts('table')[1]).toBe('2 tasks that need it are skipped: md-table, guide.')
  expect(texts('guide')).toEqual(['It does not start in this run.'])
})
