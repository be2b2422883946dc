import { BEGAN, SECOND, session, task } from '@coppice/run-model/testing'
import { expect, it } from 'vitest'
import { moneyTicks, spendPoints } from './spend-points.ts'

const ended = (id: string, at: number, costUsd: number | null) =>
  session(id, { attempt: 1, status: 'COMPLETED', startedAt: BEGAN, endedAt: BEGAN + at * SECOND, costUsd })

it('adds up the known costs in the order in which the sessions ended, up to the present cost', () => {
  const tasks = [
    task('a', 'core', 1, { sessions: [ended('1', 30, 2), ended('2', 50, null)] }),
    task('b', 'core', 1, { sessions: [ended('3', 20, 1)] }),
  ]
  const now = BEGAN + 60 * SECOND
  expect(spendPoints({ tasks, startedAt: BEGAN }, 4.5, now)).toEqual([
    { at: BEGAN, usd: 0 },
    { at: BEGAN + 20 * SECOND, usd: 1 },
    { at: BEGAN + 30 * SECOND, usd: 3 },
    { at: now, usd: 4.5 },
  ])
  expect(spendPoints({ tasks: [], startedAt: null }, 0, now), 'before the start').toEqual([])
})

it('has round amounts on its axis', () => {
  expect(moneyTicks(240)).toEqual([50, 100, 150, 200])
  expect(moneyTicks(200)).toEqual([50, 100, 150, 200])
  expect(moneyTicks(0.087)).toEqual([0.02, 0.04, 0.06, 0.08])
  expect(moneyTicks(0)).toEqual([])
})
