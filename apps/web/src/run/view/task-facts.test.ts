import { expect, it } from 'vitest'
import { boardRun, failedRun } from './fixtures/textkit.ts'
import { lackingFacts, withFacts } from './task-facts.ts'

const diff = boardRun.tasks.find((task) => task.key === 'diff')
const facts = {
  id: diff?.id ?? '',
  branch: 'coppice/work/run-12/diff',
  commit: null,
  lastFailure: { reason: 'verify failed', output: 'not ok' },
  sessions: [{ id: 'session-diff', number: 70, startCommit: '07d8c4f', worktreePath: '/worktrees/diff' }],
}

it('asks about failures and conflicts, and about sessions of which only events told', () => {
  expect(lackingFacts(failedRun).map((task) => task.key)).toEqual(
    expect.arrayContaining(['table', 'cli-diff', 'slugify']),
  )
  expect(lackingFacts(failedRun).map((task) => task.key)).not.toContain('md-table')
})

it('adds what events do not carry', () => {
  const task = withFacts(boardRun, facts).tasks.find((candidate) => candidate.key === 'diff')
  expect(task).toMatchObject({ branch: 'coppice/work/run-12/diff', failure: { output: 'not ok' } })
  expect(task?.sessions[0]).toMatchObject({ number: 70, worktreePath: '/worktrees/diff', status: 'RUNNING' })
})

it('R2: never changes a status, which only events may', () => {
  const before = boardRun.tasks.map((task) => [task.status, task.phase])
  expect(withFacts(boardRun, facts).tasks.map((task) => [task.status, task.phase])).toEqual(before)
})
