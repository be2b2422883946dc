import { expect, it } from 'vitest'
import { sentenceText } from '../../words/sentence.ts'
import { boardRun, plannedRun } from '../view/fixtures/textkit.ts'
import { cancelPlan } from './cancel-plan.ts'

const texts = (view: Parameters<typeof cancelPlan>[0]) =>
  cancelPlan(view).items.map((item) => sentenceText(item.sentence))

it('C2: lists which tasks stop, which work is kept and merged, and which tasks never start', () => {
  expect(texts(boardRun)).toEqual([
    '3 agents stop: diff, csv-write, table. Each gets a request to stop, then SIGTERM, and SIGKILL after 5 s.',
    'truncate is not merged yet and ends CANCELLED. Finished work is kept, and the next run merges it first.',
    '5 completed tasks stay merged on coppice/run-12. main does not move.',
    '7 tasks never start. The next run includes them.',
  ])
})

it('has no entry for statuses that no task has', () => {
  expect(texts(plannedRun)).toEqual(['16 tasks never start. The next run includes them.'])
})

it('S5: lists tasks that wait for their next attempt apart from tasks that never started', () => {
  const tasks = plannedRun.tasks.map((task, index) => (index < 2 ? { ...task, attempts: 1 } : task))
  expect(texts({ ...plannedRun, tasks })).toEqual([
    `${tasks[0]?.key}, ${tasks[1]?.key} are not retried in this run. The next run includes them.`,
    '14 tasks never start. The next run includes them.',
  ])
})
