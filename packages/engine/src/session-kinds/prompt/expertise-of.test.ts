import { expect, it } from 'vitest'
import type { RunTaskRecord } from '../../domain/records.ts'
import { DEFAULT_PROJECT_SETTINGS, DEFAULT_TASK_SETTINGS } from '../../domain/settings.ts'
import { anEntry } from '../../expertise/testing/an-entry.ts'
import { type BeginningSession, expertiseOf } from './expertise-of.ts'

const task = { description: 'Test the slug', action: null, settings: DEFAULT_TASK_SETTINGS } as unknown as RunTaskRecord
const HELD_OUT_ID = '0000000a-0000-4000-8000-000000000000'
const OTHER_ID = '0000000b-0000-4000-8000-000000000000'

function given(id: string, continued: BeginningSession['continued']) {
  const session = { id, kind: 'WORK', domain: 'testing', continued } as const
  const settings = { ...DEFAULT_PROJECT_SETTINGS, expertise: 'measured' } as const
  const { chosen, text } = expertiseOf(session, task, settings, [anEntry({ text: 'Run `npm test` first.' })])
  return [chosen.given, text !== null]
}

it('E2: chance decides for a new conversation whether it is held out, and a continued one stays as it began', () => {
  expect(given(HELD_OUT_ID, null)).toEqual(['HELD_OUT', false])
  expect(given(OTHER_ID, null)).toEqual(['GIVEN', true])
  expect(given(HELD_OUT_ID, 'GIVEN')).toEqual(['GIVEN', true])
  expect(given(OTHER_ID, 'HELD_OUT')).toEqual(['HELD_OUT', false])
})
