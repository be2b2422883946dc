import { expect, it } from 'vitest'
import { type SessionFacts, sessionEnvironment } from './session-environment.ts'

const WORK: SessionFacts = {
  projectId: 'a3bb189e-8bf9-3888-9912-ace4e6543002',
  projectName: 'textkit',
  run: 3,
  taskKey: 'slugify',
  epicKey: 'core',
  attempt: 2,
  session: 17,
  kind: 'WORK',
  promptFile: '/data/sessions/x/prompt.md',
  conflictFilesFile: null,
  slot: 1,
}

it('tells a work session all that docs/plan-files.md promises, and no conflict files', () => {
  const { COPPICE_PORT_BASE, ...rest } = sessionEnvironment(WORK)
  expect(rest).toEqual({
    COPPICE_PROJECT: 'textkit',
    COPPICE_RUN: '3',
    COPPICE_TASK: 'slugify',
    COPPICE_EPIC: 'core',
    COPPICE_ATTEMPT: '2',
    COPPICE_SESSION: '17',
    COPPICE_SESSION_KIND: 'work',
    COPPICE_PROMPT_FILE: '/data/sessions/x/prompt.md',
  })
  expect(COPPICE_PORT_BASE).toMatch(/^\d+$/)
})

it('D4: tells a conflict session where its files are listed', () => {
  const environment = sessionEnvironment({ ...WORK, kind: 'CONFLICT', conflictFilesFile: '/data/sessions/x/conflicts' })
  expect(environment).toMatchObject({
    COPPICE_SESSION_KIND: 'conflict',
    COPPICE_CONFLICT_FILES: '/data/sessions/x/conflicts',
  })
})
