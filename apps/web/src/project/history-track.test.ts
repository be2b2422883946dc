import { describe, expect, it } from 'vitest'
import { HISTORY_ROW, historyTrack } from './history-track.ts'

const loops = (d: string) => d.split('M').length - 1

describe('the drawing of the history', () => {
  it('draws a delivered run as a loop of the base branch, with a dot at the delivery', () => {
    const { loops: d, dots, height } = historyTrack(['delivered', 'delivered'], false)
    expect(loops(d)).toBe(2)
    expect(dots).toHaveLength(2)
    expect(height).toBe(2 * HISTORY_ROW + 2)
  })

  it('draws one loop around a run and the earlier runs that it carried in', () => {
    const alone = historyTrack(['delivered'], false)
    const withOne = historyTrack(['delivered', 'carried', 'delivered'], false)
    expect(loops(withOne.loops)).toBe(2)
    expect(withOne.cuts).toHaveLength(1)
    expect(withOne.loops.startsWith(alone.loops)).toBe(false)
  })

  it('draws an active run as an open line, and a run that waits for delivery as a dotted line', () => {
    const { open, waiting, dots } = historyTrack(['live', 'left'], false)
    expect(open).toHaveLength(1)
    expect(loops(waiting)).toBe(1)
    expect(dots).toEqual([])
  })

  it('extends the base branch downwards when older runs exist', () => {
    expect(historyTrack(['delivered'], true).root).not.toBe(historyTrack(['delivered'], false).root)
  })
})
