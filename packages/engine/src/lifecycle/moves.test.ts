import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import {
  isRunEnded,
  isSessionEnded,
  isTaskEnded,
  isTaskUnmet,
  type RunStatus,
  type SessionStatus,
  type TaskStatus,
} from '../domain/statuses.ts'
import { BATCH_MOVES, leadingTo, RETRY_MOVES, RUN_MOVES, SESSION_MOVES, TASK_MOVES } from './moves.ts'

const entries = <S extends string>(moves: Record<S, readonly S[]>) => Object.entries(moves) as [S, readonly S[]][]

it('S7: an ended status has no further move; a retry moves tasks that ended unmerged', () => {
  for (const [status, next] of entries<TaskStatus>(TASK_MOVES)) expect(next.length === 0).toBe(isTaskEnded(status))
  for (const [status, next] of entries<RunStatus>(RUN_MOVES)) expect(next.length === 0).toBe(isRunEnded(status))
  for (const [status, next] of entries<SessionStatus>(SESSION_MOVES))
    expect(next.length === 0).toBe(isSessionEnded(status))
  expect(RETRY_MOVES.task.from.every(isTaskUnmet)).toBe(true)
})

it('S3: a task becomes COMPLETED only from MERGING', () => {
  expect(leadingTo(TASK_MOVES, 'COMPLETED')).toEqual(['MERGING'])
})

it('C2: a run becomes CANCELLED only from CANCELLING', () => {
  expect(leadingTo(RUN_MOVES, 'CANCELLED')).toEqual(['CANCELLING'])
})

it('S4: a task becomes SKIPPED only from PENDING', () => {
  expect(leadingTo(TASK_MOVES, 'SKIPPED')).toEqual(['PENDING'])
})

it('a batch becomes COMPLETED only from RUNNING', () => {
  expect(leadingTo(BATCH_MOVES, 'COMPLETED')).toEqual(['RUNNING'])
})

const page = readFileSync(new URL('../../../../docs/lifecycle.md', import.meta.url), 'utf8')

/** Returns the moves in the page's table under this heading, as `FROM → TO`. Rows for new records, such as `(new)`, are left out. */
function printed(heading: string): string[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? ''
  const rows = section.split('\n').filter((line) => /^\| [(A-Z]/.test(line))
  const cells = rows.map((row) => row.split('|').map((cell) => cell.trim()))
  return cells
    .flatMap(([, from = '', to]) => from.split(', ').map((one) => `${one} → ${to}`))
    .filter((move) => !move.startsWith('('))
    .sort()
}

/** The moves of a retry, in the form of the other tables. */
const byRetry = ({ from, to }: { from: readonly string[]; to: string }) =>
  Object.fromEntries(from.map((status) => [status, [to]]))

it.each([
  ['Task, retried', byRetry(RETRY_MOVES.task)],
  ['Batch, reopened', byRetry(RETRY_MOVES.batch)],
  ['Run', RUN_MOVES],
  ['Batch', BATCH_MOVES],
  ['Task', TASK_MOVES],
  ['Session', SESSION_MOVES],
])('docs/lifecycle.md prints every move of a %s, and no other', (heading, moves) => {
  const legal = Object.entries(moves as Record<string, readonly string[]>)
  expect(printed(heading)).toEqual(legal.flatMap(([from, next]) => next.map((to) => `${from} → ${to}`)).sort())
})
