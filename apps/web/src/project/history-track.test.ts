import { describe, expect, it } from 'vitest'
import { HISTORY_ROW, historyTrack } from './history-track.ts'

const loops = (d: string) => d.split('M').length - 1

describe('the history as an upright root', () => {
  it('draws a delivered run as a loop of the base branch, with a dot where it came back', () => {
    const { loops: d, dots, height } = historyTrack(['delivered', 'delivered'], false)
    expect(loops(d)).toBe(2)
    expect(dots).toHaveLength(2)
    expect(height).toBe(2 * HISTORY_ROW + 2)
  })

  it('lets one loop span the runs whose work it brought along', () => {
    const alone = historyTrack(['delivered'], false)
    const withOne = historyTrack(['delivered', 'carried', 'delivered'], false)
    expect(loops(withOne.loops)).toBe(2)
    expect(withOne.cuts).toHaveLength(1)
    expect(withOne.loops.startsWith(alone.loops)).toBe(false)
  })

  it('leaves open what is still out: a bud where it grows, dotted where it waits', () => {
    const { open, waiting, dots } = historyTrack(['live', 'left'], false)
    expect(open).toHaveLength(1)
    expect(loops(waiting)).toBe(1)
    expect(dots).toEqual([])
  })

  it('continues below where there are older runs', () => {
    expect(historyTrack(['delivered'], true).root).not.toBe(historyTrack(['delivered'], false).root)
  })
})
