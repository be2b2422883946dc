import type { RunEvent } from '@coppice/run-model'
import { expect, test } from 'vitest'
import { PersonFold } from './awaited-person.ts'

const asked = { taskKey: 'a', sessionId: 's', askId: 'q', question: 'May I?' }
const options = { optionIds: [], optionKinds: [], optionLabels: [] }
const begin = (taskKey: string, sessionId: string) => [
  { __typename: 'TaskStarted', taskKey, attempt: 1, sessionId },
  { __typename: 'SessionStarted', taskKey, sessionId, sessionKind: 'WORK', attempt: 1 },
]
const asks = { __typename: 'PermissionAsked', ...asked, ...options }
const paused = { __typename: 'RunStatusChanged', runStatus: 'PAUSED', reason: 'no money', resumesAt: null }

const awaited = (...events: object[]) => {
  const fold = new PersonFold()
  for (const [at, event] of events.entries())
    fold.add({ sequence: at + 1, at: '2026-11-30T12:00:00Z', ...event } as RunEvent)
  return fold.awaited()
}

test('a run waits for an answer when only agents that ask are left', () => {
  expect(awaited(...begin('a', 's'))).toBeNull()
  expect(awaited(...begin('a', 's'), asks)).toEqual({ act: { act: 'answer', tasks: ['a'] }, mayMove: true })
  expect(awaited(...begin('a', 's'), asks, ...begin('b', 't'))).toBeNull()
  expect(awaited(...begin('a', 's'), asks, { __typename: 'PermissionAnswered', ...asked, optionId: 'x' })).toBeNull()
})

test('M2: a run that is paused for money waits for a person, and one that a person has paused does not', () => {
  const fund = { act: { act: 'fund', reason: 'no money' }, mayMove: false }
  expect(awaited({ ...paused, awaitsBudget: true })).toEqual(fund)
  expect(awaited({ ...paused, awaitsBudget: false })).toBeNull()
  expect(
    awaited({ ...paused, awaitsBudget: true }, { ...paused, runStatus: 'RUNNING', awaitsBudget: false }),
  ).toBeNull()
})
