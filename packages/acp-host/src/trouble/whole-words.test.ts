import { expect, it } from 'vitest'
import { partsOf } from '../testing/parts-of.ts'
import { firstWords, KeptEnd, lastWords } from './whole-words.ts'

it('a text is cut only between words', () => {
  expect([2, 3, 4, 6, 7, 8].map((longest) => firstWords('one two', longest))).toEqual([
    ...['', 'one', 'one', 'one'],
    ...['one two', 'one two'],
  ])
  expect([2, 3, 4, 6, 7, 8].map((longest) => lastWords('one two', longest))).toEqual([
    ...['', 'two', 'two', 'two'],
    ...['one two', 'one two'],
  ])
})

const kept = (longest: number, ...pieces: string[]): string => {
  const end = new KeptEnd(longest)
  for (const piece of pieces) end.add(piece)
  return end.text
}

it('the end of a text is its last whole lines, or its last words when it has only one line', () => {
  expect(kept(20, 'All of it\n')).toBe('All of it')
  expect(kept(20, 'Bearer secret\n', 'Error: lost\n')).toBe('Error: lost')
  expect(kept(10, 'a long line of words\n')).toBe('of words')
})

it('A2: no part of a key is left when the end of a text begins within the key, in whatever pieces it arrives', () => {
  const key = 'k3y-of-a-person-0123456789'
  const pieces = [`{"key":"${'x'.repeat(30)}${key.slice(0, 9)}`, key.slice(9), '"}\nlost\n']
  for (const all of [pieces, [pieces.join('')]]) {
    expect(partsOf(key).filter((part) => kept(30, ...all).includes(part))).toEqual([])
    expect(kept(30, ...all)).toBe('lost')
  }
  expect(kept(20, ...pieces.slice(0, 2)), 'a single word').toBe('')
})
