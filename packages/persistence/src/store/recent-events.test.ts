import type { RunEvent } from '@coppice/engine'
import { describe, expect, it } from 'vitest'
import { createRecentEvents } from './recent-events.ts'

const event = (sequence: number, taskKey = 'a'): RunEvent => ({
  ...{ runId: 'run', sequence, at: 1, type: 'TaskPhaseChanged' },
  data: { taskKey, attempt: 1, phase: 'AGENT' },
})
const events = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => event(from + index))
const numbers = (found: RunEvent[] | null) => found?.map(({ sequence }) => sequence) ?? null

describe('the newest events of a run', () => {
  it('are returned from any number that is still in memory, page by page', () => {
    const recent = createRecentEvents(null)
    recent.add('run', events(5, 6))
    recent.add('run', events(7, 9))
    expect(numbers(recent.after('run', 4, 100))).toEqual([5, 6, 7, 8, 9])
    expect(numbers(recent.after('run', 6, 2))).toEqual([7, 8])
    expect(recent.after('run', 3, 100)).toBeNull()
    expect(recent.after('other', 0, 100)).toBeNull()
  })

  it('return an empty page at the end if no other server appends', () => {
    const recent = createRecentEvents(null)
    recent.add('run', events(1, 3))
    expect(recent.after('run', 3, 9)).toEqual([])
  })

  it('return an empty page at the end only if the last poll has found no newer event of another server', () => {
    let polled: number | null = null
    const recent = createRecentEvents(() => polled)
    recent.add('run', events(1, 3))
    const atEnd = [null, 2, 3, 4].map((newest) => {
      polled = newest
      return recent.after('run', 3, 9)
    })
    expect(atEnd).toEqual([null, [], [], null])
    expect(numbers(recent.after('run', 1, 9))).toEqual([2, 3])
  })

  it('are dropped if another server has appended in between', () => {
    const recent = createRecentEvents(() => null)
    recent.add('run', events(1, 3))
    recent.add('run', events(5, 6))
    expect(recent.after('run', 2, 9)).toBeNull()
    expect(numbers(recent.after('run', 4, 9))).toEqual([5, 6])
  })

  it('are limited in number of events, in characters and in number of runs', () => {
    const recent = createRecentEvents(null)
    recent.add('run', events(1, 1_000))
    expect(recent.after('run', 799, 1)).toBeNull()
    expect(numbers(recent.after('run', 800, 1))).toEqual([801])
    recent.add('run', [event(1_001, 'x'.repeat(2_000_000))])
    expect(recent.after('run', 1_000, 1)).toBeNull()
    recent.add('run', events(1_002, 1_002))
    for (let index = 0; index < 20; index++) recent.add(`run ${index}`, events(1, 1))
    expect(recent.after('run', 1_001, 1)).toBeNull()
    expect(numbers(recent.after('run 0', 0, 1))).toEqual([1])
  })
})
