import { expect, it } from 'vitest'
import type { StemRow } from './track-geometry.ts'
import { drawUpright, UPRIGHT_ROW, type UprightSection } from './upright-geometry.ts'

const row = (state: StemRow['state'], exists = true): StemRow => ({ state, exists, retried: false, count: 1 })
const settled: UprightSection = { started: true, settled: true, merged: 12, rows: [] }
const coming: UprightSection = { started: false, settled: false, merged: 0, rows: [] }
const open: UprightSection = {
  started: true,
  settled: false,
  merged: 1,
  rows: [row('COMPLETED'), row('MERGING'), row('RUNNING'), row('PENDING', false)],
}

it('gives every row a height that a finger can hit', () => {
  expect(UPRIGHT_ROW).toBeGreaterThanOrEqual(44)
  const [, second, third] = drawUpright([settled, open, coming], 375, false).places
  expect((third?.y ?? 0) - (second?.rowsTop ?? 0)).toBeGreaterThanOrEqual(4 * UPRIGHT_ROW)
})

it('puts a dot on the root for what is merged and an open one for what is on the way', () => {
  const track = drawUpright([open], 375, false)
  expect([track.dots.length, track.openDots.length, track.buds.length]).toEqual([1, 1, 1])
})

it('is solid down to the last merge, and to the base branch only when delivered', () => {
  const track = drawUpright([settled, open, coming], 375, false)
  expect(track.solidTo).toBe(track.dots.at(-1))
  expect(drawUpright([settled], 375, true)).toMatchObject({ solidTo: 102, endY: 102 })
})

it('folds many merges of a settled batch into five dots', () => {
  expect(drawUpright([settled], 375, false).dots).toHaveLength(5)
})
