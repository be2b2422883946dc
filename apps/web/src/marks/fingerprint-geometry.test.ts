import { describe, expect, it } from 'vitest'
import { faviconOf } from './favicon.ts'
import { fingerprintWords, stackedDrawing, stripDrawing } from './fingerprint-geometry.ts'
import type { Shape } from './shape.ts'
import type { MarkStatus } from './statuses.ts'

const SIZE = { height: 23, markWidth: 6, markGap: 3, groupGap: 9 }
const ROOT = 23 - Math.round(23 * 0.32) - 1
const times = (count: number, status: MarkStatus): MarkStatus[] => Array.from({ length: count }, () => status)
const rects = (shapes: readonly Shape[]) => shapes.filter((shape) => shape.kind === 'rect')

describe('the fingerprint of a small run', () => {
  it('draws tasks that need a person below the root and completed tasks above it', () => {
    const [grown, needy] = rects(stripDrawing([['COMPLETED', 'FAILED']], SIZE).shapes)
    expect(grown && grown.y + grown.height).toBeLessThanOrEqual(ROOT)
    expect(needy?.y).toBeGreaterThan(ROOT)
  })

  it('draws a solid root only under a batch in which every task has ended', () => {
    const roots = stripDrawing(
      [
        ['COMPLETED', 'SKIPPED'],
        ['COMPLETED', 'PENDING'],
      ],
      SIZE,
    ).shapes.filter((shape) => shape.kind === 'path' && shape.d.includes(` ${ROOT}h`))
    expect(roots.map((root) => root.dash)).toEqual([undefined, '1 2'])
  })

  it('stretches to the given width', () => {
    const groups = [times(5, 'COMPLETED'), times(5, 'RUNNING'), times(4, 'PENDING'), times(2, 'PENDING')]
    expect(stripDrawing(groups, { ...SIZE, markWidth: 9, groupGap: 16, width: 343 }).width).toBe(343)
  })

  it('draws an unknown status like PENDING', () => {
    const unknown = stripDrawing([['AWAITING_REVIEW' as MarkStatus]], SIZE)
    expect(unknown).toEqual(stripDrawing([['PENDING']], SIZE))
  })
})

describe('the fingerprint of a large run', () => {
  it('puts five tasks in a column, so that 500 tasks fit in a header', () => {
    const drawing = stackedDrawing(Array.from({ length: 10 }, () => times(50, 'COMPLETED')))
    expect(drawing.width).toBeLessThan(400)
    const columns = new Set(rects(drawing.shapes).map((rect) => rect.x))
    expect(columns.size).toBe(100)
  })

  it('draws a failed task below the root', () => {
    const drawing = stackedDrawing([[...times(60, 'COMPLETED'), 'FAILED']])
    const failure = rects(drawing.shapes).find((rect) => rect.fill === 'var(--failed)')
    expect(failure?.y).toBeGreaterThan(16)
  })
})

describe('the accessible name of a fingerprint', () => {
  it('counts the tasks of each batch for a small run', () => {
    expect(fingerprintWords([['COMPLETED', 'RUNNING'], ['PENDING']])).toBe(
      'Batch 1: 1 of 2 completed. Batch 2: 0 of 1 completed',
    )
  })

  it('counts all tasks together for a large run', () => {
    expect(fingerprintWords([times(59, 'COMPLETED'), ['PENDING']])).toBe('2 batches, 59 of 60 tasks completed')
  })
})

describe('the icon of the browser tab', () => {
  it('combines the oldest batches into one bar, so that it has at most four bars', () => {
    const icon = decodeURIComponent(faviconOf(Array.from({ length: 9 }, () => times(3, 'COMPLETED'))))
    expect(icon.match(/<rect/g)).toHaveLength(4)
  })

  it('draws a bar below the root when a task needs a person', () => {
    expect(decodeURIComponent(faviconOf([['CONFLICT']]))).toContain("y='12' width='3' height='4' fill='#a51e6a'")
  })
})
