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

it('makes every row high enough for a finger', () => {
  expect(UPRIGHT_ROW).toBeGreaterThanOrEqual(44)
  const [, second, third] = drawUpright([settled, open, coming], 375, false).places
  expect((third?.y ?? 0) - (second?.rowsTop ?? 0)).toBeGreaterThanOrEqual(4 * UPRIGHT_ROW)
})

it('draws a filled dot on the root for each merge and an open dot for a merge in progress', () => {
  const track = drawUpright([open], 375, false)
  expect([track.dots.length, track.openDots.length, track.buds.length]).toEqual([1, 1, 1])
})

it('draws a solid root down to the last merge, and down to the base branch only after the delivery', () => {
  const track = drawUpright([settled, open, coming], 375, false)
  expect(track.solidTo).toBe(track.dots.at(-1))
  expect(drawUpright([settled], 375, true)).toMatchObject({ solidTo: 102, endY: 102 })
})

it('draws at most five dots for the merges of a folded batch', () => {
  expect(drawUpright([settled], 375, false).dots).toHaveLength(5)
})
