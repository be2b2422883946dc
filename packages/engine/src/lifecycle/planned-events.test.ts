import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RunTaskRecord } from '../domain/records.ts'
import { taskPages } from './planned-events.ts'

const needs = (count: number) => ({
  dependsOn: Array.from({ length: count }, (_, i): RunTaskRecord['dependsOn'][number] => ({
    key: `t${i}`,
    kind: 'HARD',
  })),
})
const pagesOf = (counts: readonly number[]) =>
  taskPages(counts.map(needs)).map(({ data }) => data as { fromPosition: number; taskCount: number })

test('R2: each task of a run is in exactly one page, in order, 200 to a page', () => {
  expect(pagesOf(Array(450).fill(0))).toEqual([
    { fromPosition: 0, taskCount: 200 },
    { fromPosition: 200, taskCount: 200 },
    { fromPosition: 400, taskCount: 50 },
  ])
})

test('R4: a page has at most 20,000 dependencies, unless one task alone has more', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(10), fc.nat(30_000)), { minLength: 1, maxLength: 12 }), (counts) => {
      const pages = pagesOf(counts)
      const paged = pages.flatMap(({ fromPosition, taskCount }) => counts.slice(fromPosition, fromPosition + taskCount))
      expect(paged).toEqual(counts)
      for (const { fromPosition, taskCount } of pages) {
        const page = counts.slice(fromPosition, fromPosition + taskCount)
        const dependencies = page.reduce((sum, count) => sum + count, 0)
        expect(taskCount === 1 || dependencies <= 20_000).toBe(true)
      }
    }),
    { numRuns: 50 },
  )
})
