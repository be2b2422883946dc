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

describe('what can be asked of a task', () => {
  it('S7: is to cancel it while it waits, runs or merges', () => {
    for (const key of ['args', 'diff', 'truncate', 'guide'])
      expect(act(boardRun, key)).toEqual({ kind: 'cancel', why: null })
  })

  it('S7: is to retry it where it failed, conflicted or was cancelled', () => {
    for (const status of ['FAILED', 'CONFLICT', 'CANCELLED'] as const)
      expect(act(withStatus('table', status), 'table')).toMatchObject({ kind: 'retry', why: null })
  })

  it('names what keeps it from being retried', () => {
    expect(act(goesOn, 'md-table')).toMatchObject({
      kind: 'retry',
      why: 'It needs table, CONFLICT. Retry the task that it needs.',
    })
    expect(act(failedRun, 'table')).toMatchObject({
      why: 'Run 12 has ended. Run 13 will take it up. Done tasks stay done.',
    })
    expect(act({ ...goesOn, status: 'CANCELLING' }, 'table')).toMatchObject({ why: 'The run is being cancelled.' })
  })

  it('is nothing where it is merged', () => {
    expect(act(boardRun, 'wrap')).toBeNull()
  })
})

describe('what waits again behind a retried task', () => {
  it('is what only it had held back, through others too', () => {
    expect(skippedBehind(goesOn.tasks, 'table').map((task) => task.key)).toEqual(['md-table', 'guide'])
    expect(skippedBehind(goesOn.tasks, 'cli-diff').map((task) => task.key)).toEqual(['cli-pipe'])
  })

  it('is the same wherever the plan names it, and not what was skipped for its own sake', () => {
    const backwards = [...withStatus('args', 'SKIPPED').tasks].reverse()
    expect(skippedBehind(backwards, 'table').map((task) => task.key)).toEqual(['md-table', 'guide'])
  })

  it('is not what another unmerged task holds back as well', () => {
    expect(skippedBehind(withStatus('api-docs', 'FAILED').tasks, 'table').map((task) => task.key)).toEqual(['md-table'])
  })
})
