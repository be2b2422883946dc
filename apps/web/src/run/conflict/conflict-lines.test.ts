import { describe, expect, it } from 'vitest'
import { conflictLines } from './conflict-lines.ts'

const CONFLICT = '<<<<<<< merged first\na\n||||||| before\n=======\n=======\nb\n>>>>>>> this task'
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}`).join('\n')

const short = (text: string) =>
  conflictLines(text).map((one) => ('hidden' in one ? `… ${one.hidden}` : `${one.number} ${one.part}: ${one.text}`))

describe('conflictLines', () => {
  it('names the part of each line, also when a line of a side looks like a separator', () => {
    expect(short(`x\n${CONFLICT}\ny\n`)).toEqual([
      '1 around: x',
      '2 marker: <<<<<<< merged first',
      '3 merged first: a',
      '4 marker: ||||||| before',
      '5 marker: =======',
      '6 this task: =======',
      '7 this task: b',
      '8 marker: >>>>>>> this task',
      '9 around: y',
    ])
  })

  it('shows four lines around each conflict and says how many lines are hidden', () => {
    const shown = short(`${numbered(1, 10)}\n${CONFLICT}\n${numbered(18, 40)}\n${CONFLICT}\n`)
    expect(shown[0]).toBe('… 6')
    expect(shown[1]).toBe('7 around: line 7')
    expect(shown[11]).toBe('17 marker: >>>>>>> this task')
    expect(shown.slice(15, 18)).toEqual(['21 around: line 21', '… 15', '37 around: line 37'])
  })

  it('shows nothing but the number of lines when a file has no conflict', () => {
    expect(short('a\nb\n')).toEqual(['… 2'])
  })
})
