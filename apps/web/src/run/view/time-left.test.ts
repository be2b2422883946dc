import { describe, expect, it } from 'vitest'
import { BEGAN, batch, done, run, task } from './fixtures/build.ts'
import { boardRun, NOW, plannedRun } from './fixtures/textkit.ts'
import { timeLeft, timeLeftWords } from './time-left.ts'

describe('the time left', () => {
  it('is not estimated before enough tasks have ended', () => {
    expect(timeLeft(plannedRun, NOW)).toBeNull()
  })

  it('takes into account the slots and the order of the batches', () => {
    const finished = [1, 2, 3].map((n) => task(`done-${n}`, 'core', 1, done(0, 60, `commit-${n}`)))
    const waiting = [1, 2, 3, 4].map((n) => task(`next-${n}`, 'core', 2))
    const view = run([...finished, ...waiting], [batch(1), batch(2)], { maxConcurrency: 3 })
    expect(timeLeft(view, BEGAN)).toEqual({ lowMs: 120_000, highMs: 120_000 })
    expect(timeLeft({ ...view, mode: 'SEQUENTIAL' }, BEGAN)).toEqual({ lowMs: 240_000, highMs: 240_000 })
  })

  it('is a range, because tasks have different durations', () => {
    const left = timeLeft(boardRun, NOW)
    expect(left && left.lowMs < left.highMs).toBe(true)
  })

  it('is in seconds when it is short and in minutes when it is long', () => {
    expect(timeLeftWords({ lowMs: 8000, highMs: 24_000 })).toBe('10–25 s left')
    expect(timeLeftWords({ lowMs: 360_000, highMs: 530_000 })).toBe('6–9 min left')
    expect(timeLeftWords({ lowMs: 119_000, highMs: 120_000 })).toBe('about 2 min left')
  })
})
