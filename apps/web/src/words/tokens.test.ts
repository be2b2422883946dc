import { expect, it } from 'vitest'
import { tokens } from './tokens.ts'

it('formats a number of tokens with as many digits as fit into a column', () => {
  const numbers = [0, 900, 9_999, 12_400, 999_499, 999_500, 3_420_000, 94_600_000, 99_500_000, 138_000_000]
  expect(numbers.map(tokens)).toEqual([
    ...['0', '900', '9,999', '12 k', '999 k', '1.00 M', '3.42 M', '94.6 M', '100 M', '138 M'],
  ])
})
