import { expect, it } from 'vitest'
import { ago, clock, count, dollars, NOT_KNOWN, ordinal, plural, shortCommit } from './format.ts'

it('formats a duration as minutes and seconds, with hours only when needed', () => {
  expect([0, 7000, 252_000, 3_729_000].map(clock)).toEqual(['0:00', '0:07', '4:12', '1:02:09'])
})

it('formats how long ago in the largest unit that is exact enough', () => {
  expect([14_000, 360_000, 7_200_000, 259_200_000].map(ago)).toEqual(['14 s ago', '6 min ago', '2 h ago', '3 d ago'])
})

it('formats an unknown cost as unknown, not as 0', () => {
  expect([dollars(null), dollars(1.842)]).toEqual([NOT_KNOWN, '$1.84'])
})

it('formats a small cost with four decimals, so that it does not look like 0', () => {
  expect([dollars(0), dollars(0.0021), dollars(0.1)]).toEqual(['$0.00', '$0.0021', '$0.10'])
})

it('formats counts, plurals, ordinals, commits and refs', () => {
  expect([count(9412), plural(1, 'task'), plural(4, 'batch', 'batches')]).toEqual(['9,412', '1 task', '4 batches'])
  expect([1, 2, 3, 4].map(ordinal)).toEqual(['1st', '2nd', '3rd', '4th'])
  expect(shortCommit('8a41d0712ab')).toBe('8a41d07')
})
