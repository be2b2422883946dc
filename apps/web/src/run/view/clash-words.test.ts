import { expect, it } from 'vitest'
import { clashMark, clashSentence } from './clash-words.ts'

const one = { key: 'wrap', files: ['a.js', 'b.js'] }
const other = { key: 'diff', files: ['c.js'] }

it('names the tasks with which a task clashes, and the files', () => {
  expect([clashMark({ clashes: [] }), clashSentence({ clashes: [] })]).toEqual([null, null])
  expect(clashMark({ clashes: [one] })).toBe('clashes with wrap')
  expect(clashMark({ clashes: [one, other] })).toBe('clashes with 2 tasks')
  expect(clashSentence({ clashes: [one, other] })).toBe(
    'Conflicts with the work of wrap in a.js, b.js, and of diff in c.js',
  )
})
