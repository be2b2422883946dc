import { describe, expect, it } from 'vitest'
import type { DeliveryStatus, RunStatus } from '../marks/statuses.ts'
import { carriedRuns, deliveryWords, historyKind } from './delivery-words.ts'

const run = (number: number, delivery: DeliveryStatus, completedTasks = 3, status: RunStatus = 'COMPLETED') => ({
  number,
  status,
  completedTasks,
  delivery: { status: delivery, commit: delivery === 'DELIVERED' ? `${number}f9c2e1aaaa` : null, reason: null },
})

describe('the delivery of a run in a list', () => {
  it('P5: a discarded run is not carried into later runs', () => {
    const discarded = { ...run(2, 'PENDING'), discardedAt: '2026-01-01T00:00:00Z' }
    expect(deliveryWords([discarded], discarded)).toEqual({ words: 'discarded' })
    expect(carriedRuns([discarded])).toEqual([])
    expect(historyKind([discarded], discarded)).toBe('nothing')
  })

  it('a delivered run shows the commit of its delivery', () => {
    const delivered = run(11, 'DELIVERED')
    expect(deliveryWords([delivered], delivered)).toEqual({ commit: '11f9c2e' })
  })

  it('P5: an undelivered run shows the later run that carried in and delivered its work', () => {
    const runs = [run(12, 'DELIVERED'), run(11, 'DELIVERED'), run(10, 'PENDING', 3, 'CANCELLED'), run(9, 'REFUSED')]
    expect(deliveryWords(runs, run(10, 'PENDING', 3, 'CANCELLED'))).toEqual({ words: 'with run 11' })
    expect(deliveryWords(runs, run(9, 'REFUSED'))).toEqual({ words: 'with run 11' })
  })

  it('any other run shows why its work is not delivered', () => {
    for (const [subject, words] of [
      [run(1, 'REFUSED'), 'refused'],
      [run(1, 'PENDING'), 'waits for you'],
      [run(1, 'UNDONE'), 'undone'],
      [run(1, 'PENDING', 0, 'FAILED'), 'nothing to deliver'],
      [run(1, 'PENDING', 2, 'RUNNING'), ''],
    ] as const)
      expect(deliveryWords([subject], subject)).toEqual({ words })
  })
})

describe('a run that starts now', () => {
  it('P5: carries in the undelivered work of earlier runs, including cancelled runs', () => {
    const runs = [run(4, 'PENDING', 2, 'CANCELLED'), run(3, 'REFUSED'), run(2, 'DELIVERED'), run(1, 'PENDING')]
    expect(carriedRuns(runs).map(({ number }) => number)).toEqual([4, 3])
  })

  it('P5: carries in nothing of an active run and of a run that merged nothing', () => {
    expect(carriedRuns([run(3, 'PENDING', 1, 'RUNNING'), run(1, 'PENDING', 0, 'FAILED')])).toEqual([])
  })
})

describe('the line of a run in the history', () => {
  it('depends on where the work of the run is', () => {
    const runs = [
      run(5, 'PENDING', 1, 'RUNNING'),
      run(4, 'REFUSED'),
      run(3, 'DELIVERED'),
      run(2, 'PENDING', 2, 'CANCELLED'),
      run(1, 'PENDING', 0, 'FAILED'),
    ]
    expect(runs.map((each) => historyKind(runs, each))).toEqual(['live', 'left', 'delivered', 'carried', 'nothing'])
  })
})
