import { expect, it } from 'vitest'
import { saidAloud } from '../../words/said.ts'
import { boardRun, plannedRun } from '../view/fixtures/textkit.ts'
import { cancelPlan } from './cancel-plan.ts'

const said = (view: Parameters<typeof cancelPlan>[0]) => cancelPlan(view).items.map((item) => saidAloud(item.said))

it('C2: lists what stops, what is kept, what stays and what never starts', () => {
  expect(said(boardRun)).toEqual([
    '3 agents stop: diff, csv-write, table. First a request to stop, then SIGTERM, then SIGKILL after 5 s.',
    'truncate is not merged yet and ends CANCELLED. Finished work is kept, and the next run merges it first.',
    '5 completed tasks stay merged on coppice/run-12. main does not move.',
    '7 tasks never start. The next run takes them up.',
  ])
})

it('names nothing that is not there', () => {
  expect(said(plannedRun)).toEqual(['16 tasks never start. The next run takes them up.'])
})

it('S5: tells what waits for its next attempt from what never began', () => {
  const tasks = plannedRun.tasks.map((task, index) => (index < 2 ? { ...task, attempts: 1 } : task))
  expect(said({ ...plannedRun, tasks })).toEqual([
    `${tasks[0]?.key}, ${tasks[1]?.key} are not retried. The next run takes them up.`,
    '14 tasks never start. The next run takes them up.',
  ])
})
