import { session, task } from '@coppice/run-model/testing'
import { expect, test } from 'vitest'
import { awaitedPerson } from './awaited-person.ts'

const question = { askId: 'ask', text: 'May I?', options: [] } as never
const asking = task('a', 'e', 1, { status: 'RUNNING', sessions: [session('s', { question })] })
const waiting = task('b', 'e', 1)
const run = { status: 'RUNNING', reason: null, awaitsBudget: false, tasks: [asking, waiting] } as const

test('a run in which only agents that ask are left waits for a person, unless a person has paused it', () => {
  expect(awaitedPerson(run)?.act).toEqual({ act: 'answer', tasks: ['a'] })
  expect(awaitedPerson({ ...run, status: 'PAUSED' })).toBeNull()
})

test('a run waits for its budget as soon as its sessions have ended', () => {
  const spent = { ...run, status: 'PAUSED', reason: 'the budget is spent', awaitsBudget: true } as const
  const busy = task('a', 'e', 1, { status: 'RUNNING', sessions: [session('s')] })
  expect(awaitedPerson({ ...spent, tasks: [busy, waiting] })).toBeNull()
  expect(awaitedPerson({ ...spent, tasks: [waiting] })).toEqual({
    act: { act: 'fund', reason: 'the budget is spent' },
    mayMove: false,
  })
})
