import { expect, it } from 'vitest'
import { anOrder } from '../domain/testing/an-order.ts'
import { sessionEnvironment } from './session-environment.ts'

const FILES = { promptFile: '/data/sessions/x/prompt.md', conflictFilesFile: null }

it('a work session gets all variables that docs/plan-files.md lists, except the one for conflict files', () => {
  const { COPPICE_PORT_BASE, ...rest } = sessionEnvironment(anOrder(), FILES)
  expect(rest).toEqual({
    COPPICE_BASE_COMMIT: anOrder().tree.baseCommit,
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

it('D4: a conflict session gets the path of the list of conflicting files', () => {
  const environment = sessionEnvironment(anOrder({ kind: 'CONFLICT' }), {
    ...FILES,
    conflictFilesFile: '/data/sessions/x/conflicts',
  })
  expect(environment).toMatchObject({
    COPPICE_SESSION_KIND: 'conflict',
    COPPICE_CONFLICT_FILES: '/data/sessions/x/conflicts',
  })
})
