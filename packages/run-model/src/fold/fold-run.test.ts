import { expect, test } from 'vitest'
import type { PlannedRun, PlannedTask } from '../documents/planned.ts'
import { eventOf, type SomeFacts } from '../testing/index.ts'
import { foldRun, RunFold } from './fold-run.ts'
import { UNKNOWN_RUN } from './run-view.ts'

const RUN: PlannedRun = {
  id: 'run-12',
  number: 12,
  mode: 'PARALLEL',
  strategy: 'BATCHES',
  isolation: 'TASK',
  maxConcurrency: 5,
  branch: 'coppice/run-12',
  baseBranch: 'main',
  forecast: null,
  project: { id: 'p', name: 'textkit' },
}
const planned = (key: string): PlannedTask => ({
  id: `id-${key}`,
  key,
  epicKey: 'core',
  epicName: 'Core',
  batchNumber: 1,
  description: `Do ${key}`,
  agent: 'command',
  uses: [],
  dependsOn: [],
})
const eventsOf = (facts: readonly SomeFacts[]) => facts.map((fact, index) => eventOf(index + 1, index * 1_000, fact))
const started: SomeFacts = { __typename: 'RunStarted', totalBatches: 1, totalTasks: 2, maxConcurrency: 3, run: RUN }
const begun: SomeFacts[] = [
  { __typename: 'TaskStarted', taskKey: 'a', epicKey: 'core', batchNumber: 1, attempt: 1, agent: 'command' },
  { __typename: 'TaskFinished', taskKey: 'b', taskStatus: 'SKIPPED', reason: 'needs a' },
]

test('a refused request to undo changes only the reason of the delivery; an undone one its status, commit and time', () => {
  const finished = (deliveryStatus: 'DELIVERED' | 'UNDONE', baseCommit: string, reason: string | null): SomeFacts => ({
    __typename: 'DeliveryFinished',
    deliveryStatus,
    baseCommit,
    reason,
  })
  const events = eventsOf([
    started,
    finished('DELIVERED', 'abc', null),
    finished('DELIVERED', 'abc', 'not undone'),
    finished('UNDONE', 'def', 'moved back'),
  ])
  const refused = foldRun(UNKNOWN_RUN, events.slice(0, 3)).delivery
  expect(refused).toMatchObject({ status: 'DELIVERED', commit: 'abc', reason: 'not undone', at: 1_000 })
  const undone = foldRun(UNKNOWN_RUN, events).delivery
  expect(undone).toMatchObject({ status: 'UNDONE', commit: 'def', reason: 'moved back', at: 3_000 })
})

test('R2: a fold from the first event contains the run, its batches, its tasks and its epics', () => {
  const tasks = [planned('a'), planned('b')]
  const view = foldRun(UNKNOWN_RUN, eventsOf([started, { __typename: 'TasksPlanned', taskCount: 2, tasks }]))
  expect(view).toMatchObject({
    ...{ number: 12, projectName: 'textkit', baseBranch: 'main', maxConcurrency: 3, status: 'RUNNING' },
    batches: [{ number: 1, status: 'PENDING' }],
    tasks: [
      { key: 'a', description: 'Do a', status: 'PENDING' },
      { key: 'b', description: 'Do b', status: 'PENDING' },
    ],
    epics: [{ key: 'core', name: 'Core' }],
  })
})

test('R2: if an earlier version wrote no TasksPlanned and no slots, the fold takes the tasks from other events', () => {
  const old = { ...started, maxConcurrency: null }
  const view = foldRun(UNKNOWN_RUN, eventsOf([old, ...begun]))
  expect(view.maxConcurrency).toBe(5)
  expect(view.tasks).toMatchObject([
    { key: 'a', epicKey: 'core', batchNumber: 1, status: 'RUNNING', agent: 'command' },
    { key: 'b', status: 'SKIPPED', reason: 'needs a' },
  ])
  expect(view.epics).toEqual([{ key: 'core', name: 'core' }])
})

test('R2: if an earlier version wrote no phase, a PENDING task of a batch that has begun is in the phase QUEUE', () => {
  const back: SomeFacts = { __typename: 'TaskStatusChanged', taskKey: 'a', taskStatus: 'PENDING', reason: 'again' }
  const batch: SomeFacts = { __typename: 'BatchStarted', batchNumber: 1, totalBatches: 1, taskCount: 2 }
  const phaseAfter = (...facts: SomeFacts[]) => foldRun(UNKNOWN_RUN, eventsOf([started, ...facts])).tasks[0]?.phase
  expect(phaseAfter(batch, ...begun, back)).toBe('QUEUE')
  expect(phaseAfter(...begun, back)).toBeNull()
  expect(phaseAfter(batch, ...begun, { ...back, retryAt: '2026-01-01T00:00:00Z' })).toBeNull()
})

test('later events do not change a view that was read before', () => {
  const fold = new RunFold()
  const [first, ...rest] = eventsOf([started, ...begun])
  if (first) fold.add(first)
  const before = fold.view()
  for (const event of rest) fold.add(event)
  expect(before.tasks).toEqual([])
  expect(fold.view().tasks).toHaveLength(2)
})

test('R2: a question waits until its answer, or the end of its session', () => {
  const session = { taskKey: 'a', sessionId: 's' }
  const options = { optionIds: ['yes'], optionKinds: ['allow-once'], optionLabels: ['Allow'] }
  const asked = (askId: string): SomeFacts => ({
    ...{ __typename: 'PermissionAsked', ...session, askId, question: 'May I?', ...options },
  })
  const answered = (askId: string): SomeFacts => ({
    ...{ __typename: 'PermissionAnswered', ...session, askId, optionId: 'yes' },
  })
  const start: SomeFacts = {
    ...{ __typename: 'SessionStarted', ...session, sessionKind: 'WORK', attempt: 1, agent: 'command' },
  }
  const end: SomeFacts = { __typename: 'SessionEnded', ...session, sessionStatus: 'CANCELLED' }
  const questionAfter = (...facts: SomeFacts[]) =>
    foldRun(UNKNOWN_RUN, eventsOf([started, start, ...facts])).tasks[0]?.sessions[0]?.question
  expect(questionAfter(asked('q'))).toEqual({ askId: 'q', text: 'May I?', ...options })
  expect(questionAfter(asked('q'), answered('an earlier one'))).toMatchObject({ askId: 'q' })
  expect(questionAfter(asked('q'), answered('q'))).toBeNull()
  expect(questionAfter(asked('q'), end)).toBeNull()
})

test('R2: a clash is shown with each of its tasks that has not ended, and replaces an earlier clash of the same tasks', () => {
  const tasks = [planned('a'), planned('b'), planned('c')]
  const clash = (taskKey: string, otherKey: string, files: string[]): SomeFacts => ({
    ...{ __typename: 'ClashForeseen', taskKey, otherKey, files },
  })
  const facts: SomeFacts[] = [
    started,
    { __typename: 'TasksPlanned', taskCount: 3, tasks },
    { __typename: 'TaskFinished', taskKey: 'c', taskStatus: 'COMPLETED', reason: null },
    clash('a', 'b', ['x']),
    clash('a', 'c', ['y']),
    clash('a', 'b', ['x', 'z']),
  ]
  const clashesOf = (more: SomeFacts[]) =>
    foldRun(UNKNOWN_RUN, eventsOf([...facts, ...more])).tasks.map(({ clashes }) => clashes)
  const ofB = [{ key: 'a', files: ['x', 'z'] }]
  expect(clashesOf([])).toEqual([
    [
      { key: 'c', files: ['y'] },
      { key: 'b', files: ['x', 'z'] },
    ],
    ofB,
    [],
  ])
  const ended: SomeFacts = { __typename: 'TaskFinished', taskKey: 'a', taskStatus: 'COMPLETED', reason: null }
  expect(clashesOf([ended])).toEqual([[], ofB, []])
})
