import { expect, test } from 'vitest'
import { expectedEnd } from './expected-end.ts'
import { BEGAN, batch, done, run, task } from './fixtures/build.ts'

const finished = [1, 2, 3].map((n) => task(`done-${n}`, 'core', 1, done(0, 60, `commit-${n}`)))
const working = task('long', 'core', 2, { status: 'RUNNING', startedAt: BEGAN })
const forecast = { likelyMs: 3_600_000 } as never

test('a run ends when its open tasks have needed as long as the completed ones', () => {
  const view = run([...finished, working], [batch(1), batch(2)], { forecast })
  expect(expectedEnd(view, BEGAN + 20_000)).toEqual({
    at: BEGAN + 60_000,
    left: { lowMs: 40_000, highMs: 40_000 },
  })
})

test('when a task needs longer than the completed ones, no end is expected', () => {
  const view = run([...finished, working], [batch(1), batch(2)], { forecast })
  expect(expectedEnd(view, BEGAN + 60_000)).toEqual({ at: null, left: null })
})

test('before enough tasks have completed, the forecast of the start tells the end', () => {
  const view = run([working], [batch(1)], { forecast })
  const startedAt = view.startedAt ?? Number.NaN
  expect(expectedEnd(view, BEGAN)).toEqual({ at: startedAt + 3_600_000, left: null })
  expect(expectedEnd({ ...view, status: 'PAUSED' }, BEGAN)).toEqual({ at: null, left: null })
})
