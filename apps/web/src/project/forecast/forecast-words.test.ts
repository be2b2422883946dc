import { describe, expect, it } from 'vitest'
import { knownWords, slotRows } from './forecast-words.ts'

const known = (...durations: Parameters<typeof knownWords>[0]['durations']) =>
  knownWords({ sessions: durations.reduce((sum, { tasks }) => sum + tasks, 0), durations })

describe('the text about the sources of durations', () => {
  it('names the best source first', () => {
    expect(known({ basis: 'TASK', tasks: 12 }, { basis: 'EPIC', tasks: 3 }, { basis: 'AGENT', tasks: 1 })).toBe(
      '12 tasks from their own earlier sessions, 3 from their epic’s, 1 from its agent’s',
    )
    expect(known({ basis: 'PROJECT', tasks: 1 }, { basis: 'DEFAULT', tasks: 2 })).toBe(
      '1 task from the project’s earlier sessions; 2 tasks each assumed to take 10 min (between 5 and 20)',
    )
  })

  it('states an assumption when there were no sessions, and says when no agent is needed', () => {
    expect(known({ basis: 'DEFAULT', tasks: 16 })).toBe(
      'No earlier sessions; each task assumed to take 10 min (between 5 and 20)',
    )
    expect(known({ basis: 'PLAN', tasks: 2 })).toBe(
      'No earlier sessions; each task assumed to take a third of its time limit',
    )
    expect(known()).toBe('No agent needs to start: the finished work only needs to be merged')
  })
})

describe('the comparison of slots', () => {
  const row = (maxConcurrency: number, likelyMs: number) => ({
    maxConcurrency,
    wallMs: { lowMs: likelyMs / 2, likelyMs, highMs: likelyMs * 2 },
  })

  it('ends where more slots save no time, but always includes the chosen number', () => {
    const bySlots = [row(1, 80), row(2, 60), row(4, 40), row(8, 40), row(16, 40)]
    const compared = slotRows({ bySlots, maxConcurrency: 8 })
    expect(compared.rows.map(({ slots, chosen }) => [slots, chosen])).toEqual([
      [1, false],
      [2, false],
      [4, false],
      [8, true],
    ])
    expect(compared.enough).toBe(4)
    expect(slotRows({ bySlots: [...bySlots, row(64, 20)], maxConcurrency: 1 }).enough).toBeNull()
  })
})
