import { expect, it } from 'vitest'
import { lineRange } from './lines.ts'

it('finds the range of a line, also for a number beyond the last line', () => {
  const text = 'name: x\nepics:\n  - key: a'
  const line = (number: number) => {
    const { from, to } = lineRange(text, number)
    return text.slice(from, to)
  }
  expect([1, 2, 3, 0, 9].map(line)).toEqual(['name: x', 'epics:', '  - key: a', 'name: x', '  - key: a'])
})
