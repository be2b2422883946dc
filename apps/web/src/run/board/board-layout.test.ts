import { describe, expect, it } from 'vitest'
import { drawRoot, drawStems, joinX, textRight, trunkX } from '../../track/track-geometry.ts'
import { ledgerRun } from '../view/fixtures/ledger.ts'
import { boardRun, failedRun } from '../view/fixtures/textkit.ts'
import { foldId, layoutBoard, rowOrder } from './board-layout.ts'

const none: ReadonlySet<string> = new Set()
const board = layoutBoard({ view: boardRun, width: 1440, ended: false, unfolded: none })
const ledger = layoutBoard({ view: ledgerRun, width: 1440, ended: false, unfolded: none })

describe('the board of a small run', () => {
  it('has a column per batch, and the running batch is more than twice as wide as an ended batch', () => {
    expect(board.columns.map((column) => column.kind)).toEqual(['settled', 'running', 'coming', 'coming'])
    const [settled, running] = board.columns
    expect((running?.width ?? 0) / (settled?.width ?? 1)).toBeGreaterThan(2)
  })

  it('shows the tasks of a batch in plan order, whatever their status', () => {
    expect(rowOrder(board).slice(5, 10)).toEqual(['truncate', 'diff', 'csv-write', 'table', 'args'])
  })

  it('ends the text of each row before the lines that return to the root', () => {
    for (const column of board.columns) expect(textRight(column)).toBeLessThan(joinX(column, 0))
  })

  it('lets each stem return to the root further right than the stem above it, so that no lines cross', () => {
    for (const column of [...board.columns, ...ledger.columns])
      for (let row = 1; row < column.rows.length; row++)
        expect(joinX(column, row)).toBeGreaterThan(joinX(column, row - 1))
  })

  it('has one line of text per task when the run has ended', () => {
    expect(layoutBoard({ view: failedRun, width: 1440, ended: true, unfolded: none })).toMatchObject({
      density: 'dense',
      measures: { rowHeight: 25 },
    })
  })
})

describe('the board of 500 tasks', () => {
  it('fits on one screen, because the completed tasks of a batch are one folded row with a count', () => {
    expect(ledger.width).toBe(1440)
    expect(ledger.height).toBeLessThan(520)
    expect(ledger.columns[0]?.entries).toEqual([{ kind: 'fold', id: '1:COMPLETED', state: 'COMPLETED', count: 44 }])
  })

  it('never folds tasks that are running or need a person', () => {
    const shown = ledger.columns.flatMap((column) =>
      column.entries.flatMap((entry) => (entry.kind === 'task' ? [entry.task.status] : [])),
    )
    expect(shown.filter((status) => status === 'RUNNING')).toHaveLength(12)
    expect(shown.filter((status) => status === 'FAILED')).toHaveLength(3)
  })

  it('shows the tasks of an unfolded row, and makes the column wide enough for their names', () => {
    const opened = layoutBoard({
      view: ledgerRun,
      width: 1440,
      ended: false,
      unfolded: new Set([foldId(9, 'PENDING')]),
    })
    expect(opened.columns[8]?.entries).toHaveLength(31)
    expect(opened.columns[8]?.width).toBeGreaterThan(200)
  })

  it('draws all stems with at most eight SVG elements', () => {
    expect(drawStems(ledger.columns, ledger.measures).lines.length).toBeLessThanOrEqual(8)
  })
})

describe('the root', () => {
  const root = (layout: typeof board, delivered: boolean) =>
    drawRoot(layout.columns, layout.measures, { x: layout.endX, delivered })

  it('is solid up to the start of the running batch, because the commits after it do not exist yet', () => {
    const second = board.columns[1]
    expect(root(board, false).solidTo).toBe(second && trunkX(second))
  })

  it('has a filled dot for each merge and an open dot for a merge in progress', () => {
    const joins = root(board, false).joins
    expect(joins.filter((join) => !join.open)).toHaveLength(5)
    expect(joins.filter((join) => join.open)).toHaveLength(1)
  })

  it('is solid up to the base branch only after the delivery', () => {
    const layout = layoutBoard({ view: failedRun, width: 1440, ended: true, unfolded: none })
    expect(root(layout, true).solidTo).toBe(layout.endX)
    expect(root(layout, false).solidTo).toBeLessThan(layout.endX)
  })
})

describe('a stem', () => {
  const lines = (layout: typeof board) =>
    Object.fromEntries(drawStems(layout.columns, layout.measures).lines.map(({ style, d }) => [style, d]))
  const closing = (d: string | undefined, rootY: number) => d?.match(new RegExp(`V${rootY}(?=M|$)`, 'g'))?.length ?? 0

  it('returns to the root only when the work of its task is merged and verified', () => {
    expect(closing(lines(board).stem, 58)).toBe(5)
    expect(closing(lines(board).running, 58)).toBe(0)
  })

  it('is dotted while its task has no commits', () => {
    const coming = board.columns[2]
    expect(lines(board).none).toContain(`M${coming && trunkX(coming)} 58`)
  })

  it('has a scar after a failed attempt, and a bud while an agent is running', () => {
    const { scars, buds } = drawStems(board.columns, board.measures)
    expect(scars).toHaveLength(1)
    expect(buds).toHaveLength(3)
  })
})
