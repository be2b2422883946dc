import { describe, expect, it } from 'vitest'
import { planTrack } from './planned-track.ts'

const batch = (number: number, ...keys: string[]) => ({
  number,
  total: keys.length,
  tasks: keys.map((key) => ({ key })),
})
const many = (number: number, count: number) => batch(number, ...Array.from({ length: count }, (_, i) => `t${i}`))
const drawn = (batches: ReturnType<typeof batch>[], critical: string[] = [], width = 1040, unfolded: number[] = []) =>
  planTrack(batches, new Set(critical), width, new Set(unfolded))

describe('the drawing of the next run', () => {
  it('is dotted, because nothing of the run exists yet', () => {
    const { stems, root } = drawn([batch(1, 'a', 'b'), batch(2, 'c')])
    expect(stems.lines.map(({ style }) => style)).toEqual(['none'])
    expect(root).toMatchObject({ joins: [], delivered: false })
    expect(root.solidTo).toBe(root.fromX)
  })

  it('divides the width among the batches, and is wider than the page when a name would not fit', () => {
    const two = drawn([batch(1, 'a'), batch(2, 'b')], [], 700)
    expect(two.columns.map(({ x }) => x)).toEqual([24, 344])
    expect(two.width).toBe(700)
    const ten = drawn(
      Array.from({ length: 10 }, (_, i) => batch(i + 1, `t${i}`)),
      [],
      700,
    )
    expect(ten.width).toBeGreaterThan(1900)
  })

  it('draws the critical path through its task in each batch, and along the root in a batch without such a task', () => {
    const { criticalPath, root } = drawn([batch(1, 'a', 'b'), batch(2, 'c'), batch(3, 'd')], ['b', 'd'])
    const moves = criticalPath.split('M').slice(1)
    expect(moves).toHaveLength(3)
    expect(moves[0]).toContain('Q')
    expect(moves[1]).not.toContain('Q')
    expect(criticalPath.endsWith(`H${root.endX}`)).toBe(true)
  })

  it('hides rows of a long batch, but always shows its critical task', () => {
    const { columns } = drawn([many(1, 40)], ['t30'])
    expect(columns[0]?.rows).toHaveLength(7)
    expect(columns[0]?.folded).toBe(33)
    expect(columns[0]?.rows.at(-1)).toMatchObject({ task: { key: 't30' }, critical: true })
    expect(drawn([many(1, 40)], [], 1040, [1]).columns[0]).toMatchObject({ folded: 0 })
  })

  it('leaves room below a folded batch for the button that unfolds it', () => {
    expect(drawn([many(1, 40)]).height).toBe(drawn([many(1, 8)]).height)
  })

  it('draws nothing for a plan without tasks', () => {
    expect(drawn([]).columns).toEqual([])
  })
})
