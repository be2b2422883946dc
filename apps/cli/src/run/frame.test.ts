import { stripVTControlCharacters } from 'node:util'
import type { RunEvent } from '@coppice/run-model'
import { expect, test } from 'vitest'
import { frame } from './frame.ts'
import { BoardFold } from './run-board.ts'

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString()
const NOW = Date.parse(at(9))

type Facts = { __typename: RunEvent['__typename']; [fact: string]: unknown }

function boardAfter(...events: [second: number, facts: Facts][]) {
  const fold = new BoardFold(NOW)
  for (const [index, [second, facts]] of events.entries())
    fold.add({ sequence: index + 1, at: at(second), runId: 'r', ...facts } as unknown as RunEvent)
  return fold.board()
}

const RUN = { forecast: null, project: { id: 'p', name: 'p' }, maxConcurrency: 3 }
const runStarted = (totalBatches: number, totalTasks: number): Facts => ({
  __typename: 'RunStarted',
  totalBatches,
  totalTasks,
  maxConcurrency: 3,
  run: RUN,
})
const started = (key: string): Facts => ({
  __typename: 'TaskStarted',
  taskKey: key,
  epicKey: 'e',
  batchNumber: 1,
  attempt: 1,
  agent: 'command',
  model: null,
})
const lines = (...args: Parameters<typeof frame>) => stripVTControlCharacters(frame(...args)).split('\n')

test('the frame shows the progress of the run and the phase of each running task', () => {
  const board = boardAfter(
    [0, runStarted(2, 3)],
    [0, { __typename: 'BatchStarted', batchNumber: 1, totalBatches: 2, taskCount: 2 }],
    [1, started('slugify')],
    [1, started('wrap')],
    [3, { __typename: 'TaskPhaseChanged', taskKey: 'wrap', attempt: 1, phase: 'AGENT' }],
    [5, { __typename: 'TaskFinished', taskKey: 'slugify', taskStatus: 'COMPLETED', reason: null }],
  )
  expect(lines(board, NOW, { rows: 24, columns: 80, lostAt: null })).toEqual([
    'batch 1 of 2 · 1 of 3 tasks · 1 running · 0:09',
    '  wrap  agent  0:06',
  ])
})

test('a task whose agent waits for an answer comes first, with the command to answer', () => {
  const ofSession = { taskKey: 'wrap', sessionId: 's' }
  const options = { optionIds: ['yes'], optionKinds: ['allow-once'], optionLabels: ['Allow'] }
  const asked: [number, Facts][] = [
    [1, started('slugify')],
    [2, started('wrap')],
    [2, { __typename: 'SessionStarted', ...ofSession, sessionKind: 'WORK', attempt: 1, agent: 'acp', model: null }],
    [3, { __typename: 'PermissionAsked', ...ofSession, askId: 'q', question: 'May I?', ...options }],
  ]
  const shown = (board: ReturnType<typeof boardAfter>) => lines(board, NOW, { rows: 24, columns: 80, lostAt: null })
  expect(shown(boardAfter(...asked))[1]).toMatch(/^ {2}wrap .* waits for you: coppice answer wrap$/)
  const answered = { __typename: 'PermissionAnswered', ...ofSession, askId: 'q', optionId: 'yes' } as const
  expect(shown(boardAfter(...asked, [4, answered])).join()).not.toContain('waits for you')
})

test('a task that waits for its next attempt is not shown as running', () => {
  const board = boardAfter(
    [0, started('a')],
    [1, { __typename: 'AttemptFinished', taskKey: 'a', attempt: 1, taskStatus: 'PENDING', reason: 'x', retryAt: null }],
  )
  expect(board.running.size).toBe(0)
})

test('the frame takes at most a third of the terminal, and no line is wider than the terminal', () => {
  const keys = Array.from({ length: 64 }, (_, index) => `a-task-with-a-long-key-${index}`)
  const board = boardAfter(...keys.map((key): [number, Facts] => [1, started(key)]))
  const shown = lines(board, NOW, { rows: 24, columns: 30, lostAt: null })
  expect(shown.length).toBeLessThanOrEqual(8)
  expect(shown.at(-1)).toBe('  … and 58 more')
  for (const line of shown) expect(line.length).toBeLessThan(30)
})

test('while the connection is lost, the clocks stop and the frame says how old its data is', () => {
  const board = boardAfter(
    [0, runStarted(1, 1)],
    [0, { __typename: 'BatchStarted', batchNumber: 1, totalBatches: 1, taskCount: 1 }],
    [3, started('wrap')],
  )
  const at14 = lines(board, NOW + 14_000, { rows: 24, columns: 120, lostAt: NOW })
  expect(at14).toEqual([
    'Connection lost. The last update was 0:14 ago. If no server returns, start one: coppice serve. Ctrl-C stops waiting.',
    'batch 1 of 1 · 0 of 1 tasks · 1 running · 0:09',
    '  wrap  setup  0:06',
  ])
  expect(lines(board, NOW + 60_000, { rows: 24, columns: 120, lostAt: NOW }).slice(1)).toEqual(at14.slice(1))
})

test('control characters in a task key are removed; the colours of the frame stay', () => {
  const board = boardAfter([1, started('\u001b[2J\u202ekey\u0007')])
  const drawn = frame(board, NOW, { rows: 30, columns: 80, lostAt: null })
  expect(stripVTControlCharacters(drawn)).toContain('<U+202E>key␇')
  expect(drawn).not.toContain('\u001b[2J')
})
