import { describe, expect, it } from 'vitest'
import type { ProcessEnd } from '../domain/process-end.ts'
import { NO_METRICS, type RunTaskRecord } from '../domain/records.ts'
import { DEFAULT_TASK_SETTINGS } from '../domain/settings.ts'
import { afterFailure, attemptFailure, type LeftWork } from './attempt-failure.ts'

const end = (over: Partial<ProcessEnd> = {}): ProcessEnd => ({
  how: 'exited',
  exitCode: 0,
  noChange: false,
  conversationId: null,
  metrics: NO_METRICS,
  limit: null,
  failure: null,
  tail: 'the last line',
  ...over,
})
const left = (over: Partial<LeftWork> = {}): LeftWork => ({
  ...{ tip: 'b', baseCommit: 'a', isEmpty: over.tip === 'a', ignored: null },
  ...over,
})
const backoff = { baseMs: 1_000, capMs: 60_000 }
const task = (countedAttempts: number, maxAttempts = 3, ownFailures = 0) =>
  ({ countedAttempts, ownFailures, settings: { ...DEFAULT_TASK_SETTINGS, maxAttempts } }) as unknown as RunTaskRecord

describe('attemptFailure', () => {
  it('S5: an agent with exit code 0 and commits has not failed', () => {
    expect(attemptFailure(end(), left())).toBeNull()
  })

  it('S5: no commit and no change is a failure of work, unless the agent reported that no change is needed', () => {
    expect(attemptFailure(end(), left({ tip: 'a' }))).toMatchObject({ class: 'work', output: 'the last line' })
    expect(attemptFailure(end({ noChange: true }), left({ tip: 'a' }))).toBeNull()
  })

  it('S3: commits that together change nothing are a failure too', () => {
    expect(attemptFailure(end(), left({ isEmpty: true }))?.reason).toContain(
      'only commits that together change nothing',
    )
    expect(attemptFailure(end({ noChange: true }), left({ isEmpty: true }))).toBeNull()
  })

  it('D5: the failure of an agent that wrote only ignored files names these files and the ref that has them', () => {
    const reasonOf = (paths: string[], ref: string | null) =>
      attemptFailure(end(), left({ tip: 'a', ignored: { paths, ref } }))?.reason
    expect(reasonOf(['docs/'], 'refs/coppice/kept/x')).toBe(
      'the agent ended with exit code 0 but left no commit and no change, except files that git ignores: docs/. They are kept on refs/coppice/kept/x. If they are work, change the ignore rules',
    )
    expect(reasonOf(['a', 'b', 'c', 'd', 'e', 'f', 'g'], null)).toMatch(/a, b, c, d, e and 2 more\. They were too many/)
  })

  it('S5: a non-zero exit code is a failure of work that names the exit code, even with commits', () => {
    expect(attemptFailure(end({ exitCode: 7 }), left())?.reason).toContain('exit code 7')
  })

  it('S5: a missing program is a failure of configuration, and the reason says what to do', () => {
    const tail = 'working\n/bin/sh: 1: claude: not found'
    expect(attemptFailure(end({ exitCode: 127, tail }), left())).toEqual({
      class: 'configuration',
      reason:
        'the agent ended with exit code 127: a program was not found (/bin/sh: 1: claude: not found). Install the program in a folder of the PATH of the server, or correct the command in the plan',
      output: tail,
    })
    expect(attemptFailure(end({ exitCode: 126 }), left())).toMatchObject({ class: 'configuration' })
  })

  it('S5: a failure that the agent reported is used, however the agent ended', () => {
    const failure = { class: 'configuration', reason: 'the key is wrong: set ANTHROPIC_API_KEY' } as const
    const ends = [{}, { exitCode: 1 }, { how: 'stalled', exitCode: null }] as const
    for (const more of ends)
      expect(attemptFailure(end({ ...more, failure }), left())).toEqual({ ...failure, output: 'the last line' })
  })

  it('S6: when an agent reaches its time limit or its stall limit, the failure is one of work', () => {
    expect(attemptFailure(end({ how: 'timed-out', exitCode: null }), left())?.class).toBe('work')
    expect(attemptFailure(end({ how: 'stalled', exitCode: null }), left())?.class).toBe('work')
  })

  it('S5: a lost process is a failure of infrastructure', () => {
    expect(attemptFailure(end({ how: 'lost', exitCode: null }), left())?.class).toBe('infrastructure')
  })
})

describe('a failure of quality', () => {
  const isQuality = (more: Partial<ProcessEnd>) => attemptFailure(end(more), left())?.isQuality ?? false

  it('M3: is one after which a more capable model makes sense', () => {
    expect(isQuality({ exitCode: 1 })).toBe(true)
    expect(isQuality({ how: 'timed-out', exitCode: null })).toBe(true)
    expect(isQuality({ failure: { class: 'work', reason: 'the limit of turns is reached' } })).toBe(true)
    expect(attemptFailure(end({}), left({ tip: 'a' }))).toMatchObject({ isQuality: true })
  })

  it('M3: is not one of a provider, a machine or a setting', () => {
    expect(isQuality({ how: 'stalled', exitCode: null })).toBe(false)
    expect(isQuality({ how: 'lost', exitCode: null })).toBe(false)
    expect(isQuality({ exitCode: 127 })).toBe(false)
    expect(isQuality({ failure: { class: 'configuration', reason: 'the key is wrong' } })).toBe(false)
    expect(isQuality({ failure: { class: 'infrastructure', reason: 'the provider is out' } })).toBe(false)
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

  it('S5: does not retry after a failure of configuration', () => {
    const missing = { ...failure, class: 'configuration' } as const
    expect(afterFailure(task(0), missing, 0, 0, backoff)).toEqual({ to: 'FAILED', failure: missing })
  })

  it('S5: gives up after maxAttempts counted attempts', () => {
    expect(afterFailure(task(2), failure, 0, 0, backoff)).toEqual({ to: 'FAILED', failure })
    expect(afterFailure(task(0, 1), failure, 0, 0, backoff)).toEqual({ to: 'FAILED', failure })
  })

  it('I5: a failure of Coppice itself does not count as an attempt, and it is retried after a wait that grows each time', () => {
    const own = { class: 'coppice', reason: 'git worktree failed (exit code 128): disk full', output: '' } as const
    const waits = [0, 1, 2, 3, 4].map((failures) => {
      const next = afterFailure(task(0, 1, failures), own, 0, 1, backoff)
      expect(next).toMatchObject({ to: 'PENDING', counts: false })
      return next.to === 'PENDING' && next.retryAt
    })
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000])
  })

  it('I5: after six failures of Coppice itself in a row the task ends, and its reason has the output of git and what to do', () => {
    const own = { class: 'coppice', reason: 'git worktree failed (exit code 128): disk full', output: '' } as const
    const next = afterFailure(task(0, 3, 5), own, 0, 0, backoff)
    expect(next).toMatchObject({ to: 'FAILED', failure: { class: 'coppice' } })
    expect(next.to === 'FAILED' && next.failure.reason).toMatch(
      /disk full\n.*6 tries.*did not count as attempts.*retry the task/,
    )
  })
})
