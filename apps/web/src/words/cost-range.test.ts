import { expect, it } from 'vitest'
import { aboutDollars, costRangeWords } from './cost-range.ts'

it('formats a range of costs, with fewer digits for large amounts', () => {
  const range = (lowUsd: number, highUsd: number) => costRangeWords({ lowUsd, highUsd })
  expect(range(1.2, 2.9)).toBe('$1.20–2.90')
  expect(range(0.0021, 0.0044)).toBe('$0.0021–0.0044')
  expect(range(98.4, 1220.6)).toBe('$98.40–1,221')
  expect(range(2, 2.001)).toBe('about $2.00')
  expect([aboutDollars(199.6), aboutDollars(1.5)]).toEqual(['$200', '$1.50'])
})
