import { describe, expect, it } from 'vitest'
import type { OutputLine } from './output-line.ts'
import {
  earlierOf,
  isWhole,
  laterOf,
  MOST_CHARACTERS,
  MOST_LINES,
  movedTo,
  NO_OUTPUT,
  type OutputWindow,
  withEarlier,
  withLater,
  withNew,
} from './output-window.ts'

const line = (sequence: number, text = 'x'): OutputLine => ({
  ...{ sequence, at: '2026-11-20T14:01:48Z', kind: 'STDOUT' },
  ...{ text, length: text.length },
})
const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => line(from + index))
const part = (from: number, to: number, last = to) => ({ entries: lines(from, to), last })
const span = ({ lines: kept }: OutputWindow) => [kept[0]?.sequence, kept.at(-1)?.sequence]

describe('R4: the part of a session that the page keeps', () => {
  it('has the newest lines while the person is at the end, and never more than the limit', () => {
    let window = NO_OUTPUT
    for (let from = 1; from <= 3 * MOST_LINES; from += 100) window = withNew(window, part(from, from + 99), true)
    expect(span(window)).toEqual([2 * MOST_LINES + 1, 3 * MOST_LINES])
    expect([earlierOf(window), laterOf(window), isWhole(window)]).toEqual([2 * MOST_LINES, 0, false])
  })

  it('stays where the person reads, and counts the lines that do not fit', () => {
    const full = withNew(NO_OUTPUT, part(1, MOST_LINES - 50), true)
    const beyond = withNew(full, part(MOST_LINES - 49, MOST_LINES + 50), false)
    expect([span(beyond), laterOf(beyond)]).toEqual([[1, MOST_LINES], 50])
    const later = withNew(beyond, part(MOST_LINES + 51, MOST_LINES + 60), false)
    expect([span(later), laterOf(later)]).toEqual([[1, MOST_LINES], 60])
  })

  it('begins again with the newest lines if the server left out some, but only at the end', () => {
    const early = withNew(NO_OUTPUT, part(1, 10), true)
    expect(span(withNew(early, part(500, 510), true))).toEqual([500, 510])
    expect(span(withNew(early, part(500, 510), false))).toEqual([1, 10])
  })

  it('takes each line once, however often it arrives', () => {
    const window = withNew(withNew(NO_OUTPUT, part(1, 10), true), part(6, 12), true)
    expect(window.lines.map(({ sequence }) => sequence)).toEqual(lines(1, 12).map(({ sequence }) => sequence))
  })

  it('grows upwards by pages, and lets go of the newest lines', () => {
    const window = withEarlier(withNew(NO_OUTPUT, part(1001, 1000 + MOST_LINES), true), lines(801, 1000))
    expect([span(window), laterOf(window)]).toEqual([[801, 800 + MOST_LINES], 200])
    expect(withEarlier(window, lines(1, 200))).toBe(window)
  })

  it('grows downwards by pages to the newest line, and is then followed again', () => {
    const window = { ...movedTo(NO_OUTPUT, lines(401, 600)), last: 800 }
    const reached = withLater(window, lines(601, 800))
    expect([span(reached), laterOf(reached)]).toEqual([[401, 800], 0])
    expect(span(withNew(reached, part(801, 801), true))).toEqual([401, 801])
  })

  it('has no more characters than the limit, but at least one line', () => {
    const long = 'x'.repeat(MOST_CHARACTERS / 4)
    const entries = Array.from({ length: 10 }, (_, index) => line(index + 1, long))
    expect(span(withNew(NO_OUTPUT, { entries, last: 10 }, true))).toEqual([7, 10])
    expect(span(withNew(NO_OUTPUT, { entries: [line(1, `${long.repeat(5)}`)], last: 1 }, true))).toEqual([1, 1])
  })

  it('is whole only when it has all lines, and each with all of its text', () => {
    expect(isWhole(NO_OUTPUT)).toBe(true)
    expect(isWhole(withNew(NO_OUTPUT, part(1, 3), true))).toBe(true)
    expect(isWhole(withNew(NO_OUTPUT, part(1, 3, 4), true))).toBe(false)
    expect(isWhole({ lines: [{ ...line(1), length: 9000 }], last: 1 })).toBe(false)
  })
})
