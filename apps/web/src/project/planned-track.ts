import {
  drawRoot,
  drawStems,
  joinX,
  type RootDrawing,
  ruleY,
  type StemDrawing,
  type StemRow,
  type TrackColumn,
  type TrackMeasures,
  textRight,
  trunkX,
} from '../track/track-geometry.ts'

export interface PlannedBatch<Task extends { key: string }> {
  number: number
  total: number
  /** In plan order. */
  tasks: readonly Task[]
}

export interface PlannedRow<Task> {
  task: Task
  critical: boolean
}

export interface PlannedColumn<Task> {
  number: number
  total: number
  x: number
  /** The right edge of the text in its rows. */
  right: number
  rows: readonly PlannedRow<Task>[]
  /** How many tasks are hidden until the column is unfolded. */
  folded: number
}

export interface PlannedTrack<Task> {
  width: number
  height: number
  columns: readonly PlannedColumn<Task>[]
  stems: StemDrawing
  root: RootDrawing
  /** The SVG path that emphasises the critical path. */
  criticalPath: string
}

export const PLANNED: TrackMeasures = { rootY: 56, top: 62, rowHeight: 33, radius: 6 }
/** The measures for touch screens. Their rows are tall enough for a finger. */
export const PLANNED_TOUCH: TrackMeasures = { ...PLANNED, rowHeight: 46 }
const MARGIN = { left: 24, right: 36 }
/** The least width of a column in px, so that a key, an epic and a time fit. */
const NARROWEST = 210
const WIDEST = 320
/** A batch with more tasks shows only this many rows until it is unfolded. */
const MOST_ROWS = 8

const TO_COME: StemRow = { state: 'PENDING', exists: false, retried: false, count: 1 }

/** Calculates the drawing of the next run. Its lines are dotted, because nothing of the run exists yet. @param unfolded numbers of batches */
export function planTrack<Task extends { key: string }>(
  batches: readonly PlannedBatch<Task>[],
  critical: ReadonlySet<string>,
  available: number,
  unfolded: ReadonlySet<number>,
  measures: TrackMeasures = PLANNED,
): PlannedTrack<Task> {
  const share = (available - MARGIN.left - MARGIN.right) / Math.max(1, batches.length)
  const columnWidth = Math.min(WIDEST, Math.max(NARROWEST, share))
  const shown = batches.map((batch) => shownRows(batch, critical, unfolded.has(batch.number)))
  const columns = shown.map(
    (rows, index): TrackColumn => ({
      x: MARGIN.left + index * columnWidth,
      width: columnWidth,
      started: index === 0,
      rows: rows.map(() => TO_COME),
    }),
  )
  const endX = MARGIN.left + batches.length * columnWidth - 7
  const root = drawRoot(columns, measures, { x: endX, delivered: false })
  const lengths = shown.map((rows, index) => rows.length + (rows.length < (batches[index]?.total ?? 0) ? 1 : 0))
  return {
    width: Math.max(available, endX + MARGIN.right),
    height: ruleY(measures, Math.max(1, ...lengths) - 1) + 14,
    columns: batches.map((batch, index) => {
      const column = columns[index] as TrackColumn
      const rows = shown[index] ?? []
      return {
        number: batch.number,
        total: batch.total,
        x: column.x,
        right: textRight(column),
        rows,
        folded: batch.total - rows.length,
      }
    }),
    stems: drawStems(columns, measures),
    root,
    criticalPath: criticalPath(columns, shown, endX, measures),
  }
}

/** @returns the rows of a folded batch: its first tasks, and always its tasks on the critical path. */
function shownRows<Task extends { key: string }>(
  { tasks }: PlannedBatch<Task>,
  critical: ReadonlySet<string>,
  unfolded: boolean,
): PlannedRow<Task>[] {
  const rows = tasks.map((task) => ({ task, critical: critical.has(task.key) }))
  if (unfolded || rows.length <= MOST_ROWS) return rows
  const heavy = rows.filter((row, index) => row.critical && index >= MOST_ROWS - 1)
  return [...rows.slice(0, MOST_ROWS - 1 - heavy.length), ...heavy]
}

function criticalPath(
  columns: readonly TrackColumn[],
  shown: readonly (readonly PlannedRow<unknown>[])[],
  endX: number,
  measures: TrackMeasures,
): string {
  return columns
    .map((column, index) => {
      const row = (shown[index] ?? []).findIndex(({ critical }) => critical)
      const next = columns[index + 1]
      const along = `H${next ? trunkX(next) : endX}`
      if (row < 0) return `M${trunkX(column)} ${measures.rootY}${along}`
      return aroundStem(trunkX(column), joinX(column, row), ruleY(measures, row), measures) + along
    })
    .join('')
}

function aroundStem(from: number, to: number, y: number, { rootY, radius: r }: TrackMeasures): string {
  return `M${from} ${rootY}V${y - r}Q${from} ${y} ${from + r} ${y}H${to - r}Q${to} ${y} ${to} ${y - r}V${rootY}`
}
