import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type ColumnKind, columnWidths } from './column-widths.ts'

const kind = fc.constantFrom<ColumnKind>('settled', 'running', 'coming')
const sum = (widths: readonly number[]) => widths.reduce((a, b) => a + b, 0)

it('fills the board when the columns fit, and never makes a column narrower than its least width', () => {
  fc.assert(
    fc.property(
      fc.array(kind, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 300, max: 3000 }),
      (kinds, width) => {
        const widths = columnWidths(kinds, width)
        expect(Math.min(...widths)).toBeGreaterThanOrEqual(42)
        expect(sum(widths)).toBeGreaterThanOrEqual(width - 1)
      },
    ),
  )
})

it('makes future batches as narrow as a number when there are many batches', () => {
  const kinds: ColumnKind[] = [...Array(5).fill('settled'), 'running', ...Array(8).fill('coming')]
  const widths = columnWidths(kinds, 1392)
  expect(widths.slice(6)).toEqual(Array(8).fill(42))
  expect(widths[5]).toBeGreaterThan(330)
})
