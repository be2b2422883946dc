import { expect, it } from 'vitest'
import {
  isRunEnded,
  isSessionEnded,
  isTaskEnded,
  type RunStatus,
  type SessionStatus,
  type TaskStatus,
} from '../domain/statuses.ts'
import { BATCH_MOVES, leadingTo, RUN_MOVES, SESSION_MOVES, TASK_MOVES } from './moves.ts'

const entries = <S extends string>(moves: Record<S, readonly S[]>) => Object.entries(moves) as [S, readonly S[]][]

it('S7: what has ended moves no more', () => {
  for (const [status, next] of entries<TaskStatus>(TASK_MOVES)) expect(next.length === 0).toBe(isTaskEnded(status))
  for (const [status, next] of entries<RunStatus>(RUN_MOVES)) expect(next.length === 0).toBe(isRunEnded(status))
  for (const [status, next] of entries<SessionStatus>(SESSION_MOVES))
    expect(next.length === 0).toBe(isSessionEnded(status))
})

it('S3: a task is COMPLETED only out of the merge queue', () => {
  expect(leadingTo(TASK_MOVES, 'COMPLETED')).toEqual(['MERGING'])
})

it('C2: a run is CANCELLED only after it was asked to be', () => {
  expect(leadingTo(RUN_MOVES, 'CANCELLED')).toEqual(['CANCELLING'])
})

it('S4: only what has not begun is SKIPPED', () => {
  expect(leadingTo(TASK_MOVES, 'SKIPPED')).toEqual(['PENDING'])
})

it('a batch ends only once it has begun', () => {
  expect(leadingTo(BATCH_MOVES, 'COMPLETED')).toEqual(['RUNNING'])
})
