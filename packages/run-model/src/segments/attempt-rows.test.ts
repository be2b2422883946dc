import { describe, expect, it } from 'vitest'
import { BEGAN, eventOf, type SomeFacts, session, task } from '../testing/index.ts'
import { attemptRows } from './attempt-rows.ts'

const key = 'csv-parse'
const at = (second: number) => BEGAN + second * 1000
const event = (second: number, facts: SomeFacts) => eventOf(second + 1, at(second), facts)
const phase = (second: number, attempt: number, name: 'SETUP' | 'AGENT' | 'QUEUE' | 'VERIFY' | 'MERGE') =>
  event(second, { __typename: 'TaskPhaseChanged', taskKey: key, attempt, phase: name })
const started = (second: number, attempt: number) =>
  event(second, {
    __typename: 'TaskStarted',
    taskKey: key,
    attempt,
    agent: 'command',
    model: null,
    sessionId: `s${attempt}`,
    branch: null,
  })
const finished = (second: number, attempt: number, taskStatus: 'MERGING' | 'PENDING', reason: string | null = null) =>
  event(second, {
    __typename: 'AttemptFinished',
    taskKey: key,
    attempt,
    taskStatus,
    reason,
    costUsd: null,
    retryAt: null,
  })

const twoAttempts = task(key, 'formats', 1, {
  attempts: 2,
  sessions: [session('s1', { attempt: 1 }), session('s2', { attempt: 2 })],
})
const story = [
  started(8, 1),
  phase(11, 1, 'AGENT'),
  finished(52, 1, 'MERGING'),
  phase(52, 1, 'QUEUE'),
  phase(79, 1, 'VERIFY'),
  event(85, { __typename: 'VerificationFailed', taskKey: key, output: 'not ok' }),
  event(85, {
    __typename: 'TaskStatusChanged',
    taskKey: key,
    taskStatus: 'PENDING',
    reason: 'verify failed',
    retryAt: null,
  }),
  started(90, 2),
  phase(92, 2, 'AGENT'),
]

describe('the rows of a task', () => {
  const [first, second] = attemptRows(twoAttempts, story)

  it('have segments for setup, agent, the wait in the merge queue, and verify', () => {
    expect(
      first?.segments.map(({ kind, from, to }) => [kind, (from - BEGAN) / 1000, ((to ?? 0) - BEGAN) / 1000]),
    ).toEqual([
      ['setup', 8, 11],
      ['agent', 11, 52],
      ['wait', 52, 79],
      ['verify', 79, 85],
    ])
  })

  it('mark a failed verify, and contain the reason why the attempt ended', () => {
    expect(first?.segments.at(-1)?.failed).toBe(true)
    expect(first).toMatchObject({ outcome: 'failed', reason: 'verify failed', to: at(85) })
  })

  it('have a back-off before the second attempt, and no end while an agent runs', () => {
    expect(second).toMatchObject({ outcome: 'open', backOffFrom: at(85), from: at(90), to: null })
    expect(second?.segments.at(-1)).toMatchObject({ kind: 'agent', to: null })
  })

  it('have a single segment until their events have arrived', () => {
    expect(attemptRows(twoAttempts, []).map((row) => row.segments.map(({ kind }) => kind))).toEqual([
      ['agent'],
      ['agent'],
    ])
  })
})

it('D4: a conflict session has its own row, which ends with the merge', () => {
  const conflicted = task(key, 'formats', 1, {
    sessions: [session('s1'), session('c1', { kind: 'CONFLICT' })],
  })
  const rows = attemptRows(conflicted, [
    started(0, 1),
    finished(5, 1, 'MERGING'),
    event(6, { __typename: 'MergeConflicted', taskKey: key, files: ['a.js'] }),
    event(6, { __typename: 'TaskStatusChanged', taskKey: key, taskStatus: 'RUNNING', reason: null, retryAt: null }),
    event(7, {
      __typename: 'SessionStarted',
      taskKey: key,
      sessionId: 'c1',
      sessionKind: 'CONFLICT',
      attempt: 1,
      agent: 'command',
      model: null,
      number: 2,
      startCommit: '3f9c2e1',
    }),
    phase(9, 1, 'VERIFY'),
    event(10, { __typename: 'TaskMerged', taskKey: key, commit: 'abc' }),
  ])
  expect(rows.map(({ outcome }) => outcome)).toEqual(['conflict', 'merged'])
  expect(rows[1]?.segments.map(({ kind }) => kind)).toEqual(['agent', 'verify'])
})

it('a session beside its task is a row of its own, and leaves the row of the attempt as it is', () => {
  const learned = session('l1', { kind: 'LEARNING', status: 'COMPLETED', startedAt: at(20), endedAt: at(30) })
  const completed = task(key, 'formats', 1, { sessions: [session('s1'), learned] })
  const rows = attemptRows(completed, [
    started(0, 1),
    event(3, {
      ...{ __typename: 'SessionStarted', taskKey: key, sessionId: 'l1', sessionKind: 'LEARNING', attempt: 1 },
      ...{ agent: 'command', model: null, number: 2, startCommit: '3f9c2e1' },
    }),
    phase(9, 1, 'VERIFY'),
    event(10, { __typename: 'TaskMerged', taskKey: key, commit: 'abc' }),
  ])
  expect(rows.map(({ outcome }) => outcome)).toEqual(['merged', 'done'])
  expect(rows[0]?.segments.map(({ kind }) => kind)).toEqual(['setup', 'verify'])
  expect(rows[1]).toMatchObject({ from: at(20), to: at(30) })
})

it('D4: the row of a conflict session ends when it leaves the conflict unresolved and the task waits for the next one', () => {
  const conflicted = task(key, 'formats', 1, {
    sessions: [session('s1'), session('c1', { kind: 'CONFLICT' }), session('c2', { kind: 'CONFLICT' })],
  })
  const resolves = (second: number, sessionId: string) =>
    event(second, {
      __typename: 'SessionStarted',
      taskKey: key,
      sessionId,
      sessionKind: 'CONFLICT',
      attempt: 1,
      agent: 'command',
      model: null,
      number: 2,
      startCommit: '3f9c2e1',
    })
  const left = (second: number, taskStatus: 'MERGING', reason: string) =>
    event(second, { __typename: 'TaskStatusChanged', taskKey: key, taskStatus, reason, retryAt: null })
  const rows = attemptRows(conflicted, [
    started(0, 1),
    event(6, { __typename: 'MergeConflicted', taskKey: key, files: ['a.js'] }),
    resolves(7, 'c1'),
    left(9, 'MERGING', 'left a.js unresolved'),
    phase(9, 1, 'QUEUE'),
    resolves(10, 'c2'),
    event(12, { __typename: 'TaskFinished', taskKey: key, taskStatus: 'CONFLICT', reason: 'a.js', costUsd: null }),
  ])
  expect(rows.map(({ outcome, to }) => [outcome, to])).toEqual([
    ['conflict', at(6)],
    ['failed', at(9)],
    ['failed', at(12)],
  ])
})

it('S7: after a retry, the row of a cancelled attempt does not change, and the next attempt has no back-off', () => {
  const cancelled = { __typename: 'TaskFinished', taskKey: key, taskStatus: 'CANCELLED', costUsd: null } as const
  const rows = attemptRows(twoAttempts, [
    started(0, 1),
    event(5, { ...cancelled, reason: 'cancelled' }),
    event(60, {
      __typename: 'TaskStatusChanged',
      taskKey: key,
      taskStatus: 'PENDING',
      reason: 'retried',
      retryAt: null,
    }),
    started(61, 2),
  ])
  expect(rows[0]).toMatchObject({ outcome: 'stopped', reason: 'cancelled', to: at(5) })
  expect(rows[1]).toMatchObject({ outcome: 'open', backOffFrom: null })
})

it('the events of other tasks have no effect', () => {
  const other = event(9, { __typename: 'TaskMerged', taskKey: 'wrap', commit: 'abc' })
  expect(attemptRows(twoAttempts, [started(8, 1), other])[0]?.outcome).toBe('open')
})
