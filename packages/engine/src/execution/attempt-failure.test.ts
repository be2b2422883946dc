import { describe, expect, it } from 'vitest'
import { NO_METRICS, type RunTaskRecord } from '../domain/records.ts'
import { DEFAULT_TASK_SETTINGS } from '../domain/settings.ts'
import type { ProcessEnd } from '../ports/harness.ts'
import { afterFailure, attemptFailure, type LeftWork } from './attempt-failure.ts'

const end = (over: Partial<ProcessEnd> = {}): ProcessEnd => ({
  how: 'exited',
  exitCode: 0,
  noChange: false,
  metrics: NO_METRICS,
  tail: 'the last line',
  ...over,
})
const left = (over: Partial<LeftWork> = {}): LeftWork => ({ tip: 'b', startCommit: 'a', forbidden: [], ...over })
const backoff = { baseMs: 1_000, capMs: 60_000 }
const task = (countedAttempts: number, maxAttempts = 3) =>
  ({ countedAttempts, settings: { ...DEFAULT_TASK_SETTINGS, maxAttempts } }) as unknown as RunTaskRecord

describe('attemptFailure', () => {
  it('S5: an agent that ends well and left commits has not failed', () => {
    expect(attemptFailure(end(), left())).toBeNull()
  })

  it('S5: no commit and no change is a failure of work, unless the agent said that none is needed', () => {
    expect(attemptFailure(end(), left({ tip: 'a' }))).toMatchObject({ class: 'work', output: 'the last line' })
    expect(attemptFailure(end({ noChange: true }), left({ tip: 'a' }))).toBeNull()
  })

  it('S5: a non-zero exit is a failure of work that names it, whatever was committed', () => {
    expect(attemptFailure(end({ exitCode: 7 }), left())?.reason).toContain('exit code 7')
  })

  it('S6: time limit and stall limit are failures of work', () => {
    expect(attemptFailure(end({ how: 'timed-out', exitCode: null }), left())?.class).toBe('work')
    expect(attemptFailure(end({ how: 'stalled', exitCode: null }), left())?.class).toBe('work')
  })

  it('S5: a lost process is a failure of infrastructure', () => {
    expect(attemptFailure(end({ how: 'lost', exitCode: null }), left())?.class).toBe('infrastructure')
  })

  it('I5: committing what a plan only lends is refused by name', () => {
    expect(attemptFailure(end(), left({ forbidden: ['.env'] }))?.reason).toContain('.env')
  })
})

describe('afterFailure', () => {
  const failure = { class: 'work', reason: 'exit code 1', output: '' } as const

  it('S5: waits with jitter before the next attempt', () => {
    expect(afterFailure(task(0), failure, 10_000, 0.5, backoff)).toEqual({
      to: 'PENDING',
      failure,
      reason: 'exit code 1',
      retryAt: 10_500,
      counts: true,
    })
  })

  it('S5: gives up after maxAttempts counted attempts', () => {
    expect(afterFailure(task(2), failure, 0, 0, backoff)).toEqual({ to: 'FAILED', failure })
    expect(afterFailure(task(0, 1), failure, 0, 0, backoff)).toEqual({ to: 'FAILED', failure })
  })
})
