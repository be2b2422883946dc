import { describe, expect, it } from 'vitest'
import type { TaskStatus } from '../../marks/statuses.ts'
import { boardRun, failedRun } from './fixtures/textkit.ts'
import type { RunView, TaskView } from './run-view.ts'
import { skippedBehind, taskAct } from './task-acts.ts'

const goesOn: RunView = { ...failedRun, status: 'RUNNING' }
const act = (view: RunView, key: string) => taskAct(view, view.tasks.find((task) => task.key === key) as TaskView)
const withStatus = (key: string, status: TaskStatus): RunView => ({
  ...goesOn,
  tasks: goesOn.tasks.map((task) => (task.key === key ? { ...task, status } : task)),
})

describe('the possible action for a task', () => {
  it('S7: is to cancel it while it waits, runs or merges', () => {
    for (const key of ['args', 'diff', 'truncate', 'guide'])
      expect(act(boardRun, key)).toEqual({ kind: 'cancel', why: null })
  })

  it('S7: is to retry it after it ended FAILED, CONFLICT or CANCELLED', () => {
    for (const status of ['FAILED', 'CONFLICT', 'CANCELLED'] as const)
      expect(act(withStatus('table', status), 'table')).toMatchObject({ kind: 'retry', why: null })
  })

  it('has the reason when a retry is not possible now', () => {
    expect(act(goesOn, 'md-table')).toMatchObject({
      kind: 'retry',
      why: 'It needs table, which is CONFLICT. Retry the task that it needs.',
    })
    expect(act(failedRun, 'table')).toMatchObject({
      why: 'Run 12 has ended. The next run includes this task. Done tasks stay done.',
    })
    expect(act({ ...goesOn, status: 'CANCELLING' }, 'table')).toMatchObject({ why: 'The run is being cancelled.' })
  })

  it('is null for a merged task', () => {
    expect(act(boardRun, 'wrap')).toBeNull()
  })
})

describe('the skipped tasks that wait again after a retry', () => {
  it('are those that need only the retried task, directly or through other tasks', () => {
    expect(skippedBehind(goesOn.tasks, 'table').map((task) => task.key)).toEqual(['md-table', 'guide'])
    expect(skippedBehind(goesOn.tasks, 'cli-diff').map((task) => task.key)).toEqual(['cli-pipe'])
  })

  it('do not depend on the order of the plan, and do not include tasks that were skipped for another reason', () => {
    const backwards = [...withStatus('args', 'SKIPPED').tasks].reverse()
    expect(skippedBehind(backwards, 'table').map((task) => task.key)).toEqual(['md-table', 'guide'])
  })

  it('do not include tasks that also need another unmerged task', () => {
    expect(skippedBehind(withStatus('api-docs', 'FAILED').tasks, 'table').map((task) => task.key)).toEqual(['md-table'])
  })
})
