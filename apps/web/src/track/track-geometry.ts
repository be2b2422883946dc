import type { MarkStatus } from '../marks/statuses.ts'

/** A row of a column: the stem of one task, or one stem for several folded tasks. A stem is the line of a task (CONTEXT.md). */
export interface StemRow {
  state: MarkStatus
  /** Whether the task has commits. The stem is solid then, and otherwise dotted. */
  exists: boolean
  /** Whether an earlier attempt failed. A small × (a scar) is drawn at the start of the stem then. */
  retried: boolean
  /** How many tasks the row stands for. It is more than 1 for a folded row. */
  count: number
}

export interface TrackColumn {
  x: number
  width: number
  /** Whether the batch has begun. */
  started: boolean
  rows: readonly StemRow[]
}

export interface TrackMeasures {
  rootY: number
  /** The top of the first row. */
  top: number
  rowHeight: number
  /** The corner radius of a stem. */
  radius: number
}

export type LineStyle = 'stem' | 'none' | 'running' | 'merging' | 'merging-to-be' | 'failed' | 'conflict' | 'held'
export interface Line {
  style: LineStyle
  d: string
}
export interface Point {
  x: number
  y: number
}

/** The distance in px from the left edge of a column to its trunk. The trunk is the vertical line from which the stems branch off. */
export const TRUNK = 7
const EDGE = 12
const JOIN_GAP = 8
/** The largest share of a column's width for the lines that return to the line of the run's branch (the root). */
const JOIN_SHARE = 0.24
const NEST_LINES = 5
const TASKS_PER_NEST_LINE = 9

export const trunkX = (column: TrackColumn): number => column.x + TRUNK

function joinGap(column: TrackColumn): number {
  const gaps = column.rows.length - 1
  return gaps <= 0 ? 0 : Math.min(JOIN_GAP, (column.width * JOIN_SHARE) / gaps)
}

/** @returns the x at which the stem of row `index` returns to the root. A lower row returns further right, so that lines never cross. */
export const joinX = (column: TrackColumn, index: number): number =>
  column.x + column.width - EDGE - (column.rows.length - 1 - index) * joinGap(column)

/** @returns the x at which the text of a row must end, before the lines that return to the root. */
export const textRight = (column: TrackColumn): number => joinX(column, 0) - 10

export const ruleY = (measures: TrackMeasures, index: number): number => measures.top + (index + 1) * measures.rowHeight

export const nestLines = (count: number): number => Math.min(NEST_LINES, Math.ceil(count / TASKS_PER_NEST_LINE))

/** @returns the path of a closed stem: from the trunk along the lower edge of the row and back to the root. */
function closed(from: number, to: number, y: number, { radius: r, rootY }: TrackMeasures): string {
  return `${foot(from, y, r)}H${to - r}Q${to} ${y} ${to} ${y - r}V${rootY}`
}

const foot = (x: number, y: number, r: number): string => `M${x} ${y - r}Q${x} ${y} ${x + r} ${y}`

function completedLines(column: TrackColumn, index: number, row: StemRow, measures: TrackMeasures): Line[] {
  const y = ruleY(measures, index)
  const lines = row.count > 1 ? nestLines(row.count) : 1
  return Array.from({ length: lines }, (_, j) => ({
    style: 'stem' as const,
    d: closed(trunkX(column), joinX(column, index) - j * 3, y - j * 3, measures),
  }))
}

function stemLines(column: TrackColumn, index: number, row: StemRow, measures: TrackMeasures): Line[] {
  const y = ruleY(measures, index)
  const x = joinX(column, index)
  const r = measures.radius
  const start = foot(trunkX(column), y, r)
  if (!row.exists && row.state !== 'MERGING' && row.state !== 'COMPLETED')
    return [{ style: 'none', d: `${start}H${x}` }]
  switch (row.state) {
    case 'COMPLETED':
      return completedLines(column, index, row, measures)
    case 'RUNNING':
      return [{ style: 'running', d: `${start}H${x - 2}` }]
    case 'MERGING':
      return [
        { style: 'merging', d: `${start}H${x - r}` },
        { style: 'merging-to-be', d: `M${x - r} ${y}Q${x} ${y} ${x} ${y - r}V${measures.rootY}` },
      ]
    case 'FAILED':
      return [{ style: 'failed', d: `${start}H${x - 4}M${x - 4} ${y - 4}V${y + 4}` }]
    case 'CONFLICT':
      return [{ style: 'conflict', d: `${start}H${x - 9}` }]
    case 'CANCELLED':
      return [{ style: 'stem', d: `${start}H${trunkX(column) + (x - trunkX(column)) * 0.6}` }]
    case 'HELD':
      return [{ style: 'held', d: `${start}H${x}` }]
    default:
      return [{ style: 'none', d: `${start}H${x}` }]
  }
}

/** @returns the lines of a trunk. It is solid down to the lowest task with commits, and dotted below it. */
function trunkLines(column: TrackColumn, measures: TrackMeasures): Line[] {
  const last = column.rows.length - 1
  const deepest = column.rows.findLastIndex((row) => row.exists)
  const footY = (index: number) => ruleY(measures, index) - measures.radius
  const from = deepest >= 0 ? footY(deepest) : measures.rootY
  const x = trunkX(column)
  const solid: Line[] = deepest >= 0 ? [{ style: 'stem', d: `M${x} ${measures.rootY}V${from}` }] : []
  const dotted: Line[] = deepest < last ? [{ style: 'none', d: `M${x} ${from}V${footY(last)}` }] : []
  return [...solid, ...dotted]
}

export interface StemDrawing {
  /** One path per style, so that 500 stems need at most eight SVG elements. */
  lines: readonly Line[]
  /** The ends of the stems of running agents, drawn as buds. */
  buds: readonly Point[]
  conflicts: readonly Point[]
  /** The marks of failed attempts. */
  scars: readonly Point[]
}

function joined(lines: readonly Line[]): Line[] {
  const byStyle = new Map<LineStyle, string>()
  for (const { style, d } of lines) byStyle.set(style, (byStyle.get(style) ?? '') + d)
  return [...byStyle].map(([style, d]) => ({ style, d }))
}

/** Calculates the drawing of the trunks and stems of all columns. */
export function drawStems(columns: readonly TrackColumn[], measures: TrackMeasures): StemDrawing {
  const drawing = { lines: [] as Line[], buds: [] as Point[], conflicts: [] as Point[], scars: [] as Point[] }
  for (const column of columns) {
    drawing.lines.push(...trunkLines(column, measures))
    column.rows.forEach((row, index) => {
      const at = { x: joinX(column, index), y: ruleY(measures, index) }
      drawing.lines.push(...stemLines(column, index, row, measures))
      if (row.state === 'RUNNING') drawing.buds.push(at)
      if (row.state === 'CONFLICT') drawing.conflicts.push(at)
      if (row.retried) drawing.scars.push({ x: trunkX(column) + 18, y: at.y })
    })
  }
  return { ...drawing, lines: joined(drawing.lines) }
}

export interface RootDrawing {
  y: number
  fromX: number
  /** The line of the run's branch (the root) is solid up to this x and dotted after it. */
  solidTo: number
  endX: number
  rings: readonly { x: number; started: boolean }[]
  /** The dots of the merges. An open dot is a merge in progress. */
  joins: readonly { x: number; open: boolean; column: number; row: number }[]
  delivered: boolean
}

/** Calculates the drawing of the root: the branch of the run, from its start to its delivery. */
export function drawRoot(
  columns: readonly TrackColumn[],
  measures: TrackMeasures,
  end: { x: number; delivered: boolean },
): RootDrawing {
  const joins = columns.flatMap((column, columnIndex) =>
    column.rows.flatMap((row, index) => {
      if (row.state !== 'COMPLETED' && row.state !== 'MERGING') return []
      const dots = row.state === 'COMPLETED' && row.count > 1 ? nestLines(row.count) : 1
      return Array.from({ length: dots }, (_, j) => ({
        x: joinX(column, index) - j * 3,
        open: row.state === 'MERGING',
        column: columnIndex,
        row: index,
      }))
    }),
  )
  const fromX = columns[0] ? trunkX(columns[0]) : end.x
  const rings = columns.map((column) => ({ x: trunkX(column), started: column.started }))
  const reached = [
    fromX,
    ...rings.filter((ring) => ring.started).map((ring) => ring.x),
    ...joins.filter((join) => !join.open).map((join) => join.x),
  ]
  const solidTo = end.delivered ? end.x : Math.max(...reached)
  return { y: measures.rootY, fromX, solidTo, endX: end.x, rings, joins, delivered: end.delivered }
}
