import { foldRun, type RunEvent } from '@coppice/run-model'
import { eventOf, type SomeFacts } from '@coppice/run-model/testing'
import { describe, expect, it } from 'vitest'
import { countTasks } from './counts.ts'
import { batchElapsed, taskElapsed } from './elapsed.ts'
import { BEGAN, statusOf } from './fixtures/build.ts'
import { boardRun, plannedRun } from './fixtures/textkit.ts'
import { type BatchView, groupsOf, type RunView, type TaskView } from './run-view.ts'

const events = (after: number, facts: readonly SomeFacts[]) =>
  facts.map((fact, i) => eventOf(after + i + 1, BEGAN + (i + 1) * 1000, fact))

const fold = (view: RunView, facts: readonly SomeFacts[]): RunView => foldRun(view, events(view.lastSequence, facts))

const started = (taskKey: string, attempt: number): SomeFacts[] => [
  {
    __typename: 'TaskStarted',
    taskKey,
    attempt,
    agent: 'command',
    model: null,
    sessionId: `${taskKey}/${attempt}`,
    branch: null,
  },
  {
    __typename: 'SessionStarted',
    taskKey,
    sessionId: `${taskKey}/${attempt}`,
    sessionKind: 'WORK',
    attempt,
    agent: 'command',
    model: null,
    number: attempt,
    startCommit: '3f9c2e1',
  },
]
const sessionEnded = (taskKey: string, attempt: number, costUsd: number | null): SomeFacts => ({
  __typename: 'SessionEnded',
  taskKey,
  sessionId: `${taskKey}/${attempt}`,
  sessionStatus: 'COMPLETED',
  reason: null,
  costUsd,
})
const attemptFinished = (
  taskKey: string,
  attempt: number,
  taskStatus: 'MERGING' | 'PENDING' | 'FAILED',
  retryAt: string | null = null,
): SomeFacts => ({
  __typename: 'AttemptFinished',
  taskKey,
  attempt,
  taskStatus,
  reason: taskStatus === 'MERGING' ? null : 'verify failed',
  costUsd: null,
  retryAt,
})
const finished = (taskKey: string, taskStatus: 'COMPLETED' | 'FAILED' | 'CONFLICT' | 'SKIPPED'): SomeFacts => ({
  __typename: 'TaskFinished',
  taskKey,
  taskStatus,
  reason: null,
  costUsd: null,
})
const { projectId, projectName, ...facts } = plannedRun
const PLANNED = { ...facts, project: { id: projectId, name: projectName }, forecast: null }
const begin: SomeFacts[] = [
  { __typename: 'RunStarted', totalBatches: 4, totalTasks: 16, run: PLANNED },
  { __typename: 'BatchStarted', batchNumber: 1, totalBatches: 4, taskCount: 5, startCommit: '3f9c2e1' },
  ...plannedRun.tasks
    .filter(({ batchNumber }) => batchNumber === 1)
    .map(({ key }): SomeFacts => ({ __typename: 'TaskPhaseChanged', taskKey: key, attempt: 1, phase: 'QUEUE' })),
]

describe('R2: the events alone give the state of a run', () => {
  it('the run and its first batch start, and the tasks of the batch wait for a slot', () => {
    const view = fold(plannedRun, begin)
    expect(view).toMatchObject({ status: 'RUNNING', startedAt: BEGAN + 1000, lastSequence: 7 })
    expect(view.batches.map((batch) => batch.status)).toEqual(['RUNNING', 'PENDING', 'PENDING', 'PENDING'])
    expect(view.tasks.filter((task) => task.phase === 'QUEUE').map((task) => task.batchNumber)).toEqual([1, 1, 1, 1, 1])
  })

  it('a task passes agent, merge queue and verify until it is merged', () => {
    const view = fold(plannedRun, [...begin, ...started('wrap', 1)])
    expect(view.tasks[1]).toMatchObject({ status: 'RUNNING', phase: 'SETUP', attempts: 1 })
    const merged = fold(view, [
      { __typename: 'TaskPhaseChanged', taskKey: 'wrap', attempt: 1, phase: 'AGENT' },
      sessionEnded('wrap', 1, 0.25),
      attemptFinished('wrap', 1, 'MERGING'),
      { __typename: 'TaskPhaseChanged', taskKey: 'wrap', attempt: 1, phase: 'VERIFY' },
    ])
    expect(merged.tasks[1]).toMatchObject({ status: 'MERGING', phase: 'VERIFY' })
    const done = fold(merged, [
      { __typename: 'TaskMerged', taskKey: 'wrap', commit: 'c27be95' },
      finished('wrap', 'COMPLETED'),
    ])
    expect(done.tasks[1]).toMatchObject({ status: 'COMPLETED', commit: 'c27be95', phase: null })
    expect(done.tasks[1]?.sessions).toMatchObject([{ status: 'COMPLETED', costUsd: 0.25 }])
  })

  it('a task during a back-off is held until the time in the event, and then starts its next attempt', () => {
    const retryAt = new Date(BEGAN + 60_000).toISOString()
    const held = fold(plannedRun, [...begin, ...started('wrap', 1), attemptFinished('wrap', 1, 'PENDING', retryAt)])
    expect(held.tasks[1]).toMatchObject({ status: 'PENDING', scheduledFor: BEGAN + 60_000, phase: null })
    const again = fold(held, started('wrap', 2))
    expect(again.tasks[1]).toMatchObject({ status: 'RUNNING', scheduledFor: null, attempts: 2 })
    expect(again.tasks[1]?.sessions.map((session) => session.attempt)).toEqual([1, 2])
  })

  it('a conflict sets the conflict files, and a failure sets the reason', () => {
    const view = fold(boardRun, [
      { __typename: 'MergeConflicted', taskKey: 'truncate', files: ['src/index.ts'] },
      { ...finished('diff', 'FAILED'), reason: 'exit code 7' } as SomeFacts,
      finished('cli-diff', 'SKIPPED'),
    ])
    expect(view.tasks.find((task) => task.key === 'truncate')?.conflictFiles).toEqual(['src/index.ts'])
    expect(view.tasks.find((task) => task.key === 'diff')).toMatchObject({ status: 'FAILED', reason: 'exit code 7' })
    expect(statusOf(view, 'cli-diff')).toBe('SKIPPED')
  })

  it('when a person retries a task, the task waits again and its batch is active again', () => {
    const ended = fold(boardRun, [
      finished('diff', 'FAILED'),
      { __typename: 'BatchFinished', batchNumber: 2, batchStatus: 'FAILED' },
    ])
    const reopened = fold(ended, [
      { __typename: 'TaskStatusChanged', taskKey: 'diff', taskStatus: 'PENDING', reason: null, retryAt: null },
      { __typename: 'BatchStarted', batchNumber: 2, totalBatches: 4, taskCount: 5, startCommit: null },
    ])
    expect(reopened.batches[1]).toMatchObject({ status: 'RUNNING', finishedAt: null })
    expect(reopened.tasks.find((task) => task.key === 'diff')).toMatchObject({ phase: 'QUEUE', finishedAt: null })
  })

  const retried = (taskKey: string, reason: string): SomeFacts => ({
    __typename: 'TaskStatusChanged',
    taskKey,
    taskStatus: 'PENDING',
    reason,
    retryAt: null,
  })

  it('a batch that is active again has no end time, and its retried tasks have no reason and no conflict files', () => {
    const before = fold(boardRun, [
      { __typename: 'MergeConflicted', taskKey: 'diff', files: ['src/index.ts'] },
      finished('diff', 'CONFLICT'),
      finished('cli-diff', 'SKIPPED'),
      ...['truncate', 'csv-write', 'table', 'args'].map((key) => finished(key, 'COMPLETED')),
      { __typename: 'BatchFinished', batchNumber: 2, batchStatus: 'FAILED' },
      { __typename: 'BatchStarted', batchNumber: 3, totalBatches: 4, taskCount: 4, startCommit: null },
    ])
    expect(countTasks(before.tasks)).toMatchObject({ completed: 9, needPerson: 1, skipped: 1 })
    const view = fold(before, [
      retried('diff', 'retried'),
      retried('cli-diff', 'diff is retried'),
      { __typename: 'BatchStarted', batchNumber: 2, totalBatches: 4, taskCount: 1, startCommit: null },
    ])
    const began = boardRun.batches[1]?.startedAt ?? 0
    expect(view.batches[1]).toMatchObject({ status: 'RUNNING', startedAt: began, finishedAt: null })
    expect(batchElapsed(view.batches[1] as BatchView, began + 500_000)).toBe(500_000)
    expect(countTasks(view.tasks)).toMatchObject({ completed: 9, needPerson: 0, skipped: 0, waiting: 7 })
    expect(groupsOf(view)[1]).toEqual(['COMPLETED', 'PENDING', 'COMPLETED', 'COMPLETED', 'COMPLETED'])
    const diff = view.tasks.find((task) => task.key === 'diff') as TaskView
    expect(diff).toMatchObject({ phase: 'QUEUE', conflictFiles: [], attempts: 1 })
    expect(diff.sessions).toHaveLength(1)
    expect(taskElapsed(diff, began + 500_000)).toBeNull()
    expect(view.tasks.find((task) => task.key === 'cli-diff')).toMatchObject({ phase: 'QUEUE', finishedAt: null })
  })

  it('a skipped task that waits again has no phase if its batch has not begun', () => {
    const view = fold(boardRun, [finished('guide', 'SKIPPED'), retried('guide', 'md-table is retried')])
    expect(view.tasks.find((task) => task.key === 'guide')).toMatchObject({ phase: null, phaseStartedAt: null })
  })

  it('the run is paused and resumed', () => {
    const paused = fold(boardRun, [
      { __typename: 'RunStatusChanged', runStatus: 'PAUSED', reason: 'paused', maxConcurrency: null },
    ])
    expect(paused).toMatchObject({ status: 'PAUSED', reason: 'paused', finishedAt: null })
    const resumed = fold(paused, [
      { __typename: 'RunStatusChanged', runStatus: 'RUNNING', reason: null, maxConcurrency: null },
    ])
    expect(resumed).toMatchObject({ status: 'RUNNING', reason: null })
  })

  it('the run ends, with the status of its delivery', () => {
    const view = fold(boardRun, [
      { __typename: 'RunStatusChanged', runStatus: 'CANCELLING', reason: 'cancelled by admin', maxConcurrency: null },
      { __typename: 'DeliveryFinished', deliveryStatus: 'REFUSED', baseCommit: null, reason: 'main has changes' },
      { __typename: 'RunFinished', runStatus: 'CANCELLED', reason: 'cancelled by admin', deliveryReason: null },
    ])
    expect(view).toMatchObject({ status: 'CANCELLED', delivery: { status: 'REFUSED', reason: 'main has changes' } })
    expect(view.finishedAt).toBe(BEGAN + 3000)
  })
})

describe('replay', () => {
  const script = events(0, [
    ...begin,
    ...started('wrap', 1),
    sessionEnded('wrap', 1, 0.25),
    attemptFinished('wrap', 1, 'MERGING'),
    { __typename: 'TaskMerged', taskKey: 'wrap', commit: 'c27be95' },
    finished('wrap', 'COMPLETED'),
  ])

  it('R2: gives the same state wherever the connection breaks, and however many events are sent twice', () => {
    const whole = foldRun(plannedRun, script)
    for (let cut = 0; cut <= script.length; cut++)
      for (let again = 0; again <= cut; again++) {
        const before = foldRun(plannedRun, script.slice(0, cut))
        expect(foldRun(before, script.slice(again))).toEqual(whole)
      }
  })

  it('does not count a cost twice when the snapshot already contains the event', () => {
    const snapshot = { ...foldRun(plannedRun, script), lastSequence: 4 }
    expect(foldRun(snapshot, script).tasks[1]?.sessions).toHaveLength(1)
  })

  it('ignores an event of an unknown type, except for its number', () => {
    const later = { __typename: 'SomethingNew', sequence: 805, at: new Date(BEGAN).toISOString(), runId: 'run-12' }
    const view = foldRun(boardRun, [later as unknown as RunEvent])
    expect(view.lastSequence).toBe(805)
    expect(view.tasks).toBe(boardRun.tasks)
  })
})
