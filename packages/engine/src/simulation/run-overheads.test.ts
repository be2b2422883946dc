import { expect, it } from 'vitest'
import type { PastTask } from '../domain/forecast.ts'
import { aPastSession } from '../domain/testing/a-past-session.ts'
import { runOverheads } from './run-overheads.ts'

const task = (key: string, from: number, to: number, finishedAt: number, fields: Partial<PastTask> = {}): PastTask => ({
  ...{ key, epicKey: 'core', agent: 'command', status: 'COMPLETED', finishedAt },
  sessions: [aPastSession({ startedAt: from, endedAt: to })],
  ...fields,
})

it('the time of a merge counts from the end of its agent or of the merge before it, whichever is later', () => {
  const tasks = [
    task('first', 1_000, 5_000, 7_000),
    // This task ended early and waited for the merge of the first task until 7,000. Its own merge took 2,000.
    task('second', 1_000, 3_000, 9_000),
    task('third', 9_000, 20_000, 22_000),
    task('failed', 1_000, 30_000, 30_000, { status: 'FAILED' }),
    task('kept', 0, 0, 40_000, { sessions: [] }),
  ]
  const { mergeMs, aroundMs } = runOverheads([{ startedAt: 0, finishedAt: 43_000, tasks }])
  expect(mergeMs.likelyMs).toBe(2_000)
  expect(aroundMs.likelyMs).toBe(4_000)
})

it('the overheads are 0 without earlier runs; runs without a session and active runs do not count', () => {
  const none = { lowMs: 0, likelyMs: 0, highMs: 0 }
  expect(runOverheads([])).toEqual({ mergeMs: none, aroundMs: none })
  const past = [
    { startedAt: 0, finishedAt: 9, tasks: [] },
    { startedAt: 0, finishedAt: null, tasks: [task('a', 1, 2, 3)] },
  ]
  expect(runOverheads(past).aroundMs).toEqual(none)
})
