import { isTaskEnded } from '../../marks/statuses.ts'
import { type ColumnKind, columnWidths } from '../../track/column-widths.ts'
import type { StemRow, TrackColumn, TrackMeasures } from '../../track/track-geometry.ts'
import { stemOf } from '../parts/stem-of.ts'
import { type BatchView, markOf, type RunView, type TaskView, tasksOf } from '../view/run-view.ts'

/**
 * How tightly the rows are set. `board`: two lines of text per task. `dense`: one line, for an ended run. `packed`: one line, for many tasks; the
 * completed and the waiting tasks of a batch are folded.
 */
export type Density = 'board' | 'dense' | 'packed'

/** A row that stands for several tasks of one batch with the same status. */
export interface FoldRow {
  kind: 'fold'
  id: string
  state: 'COMPLETED' | 'PENDING' | 'SKIPPED' | 'CANCELLED'
  count: number
}
export type BoardRow = { kind: 'task'; task: TaskView } | FoldRow

export interface BoardColumn extends TrackColumn {
  batch: BatchView
  kind: ColumnKind
  tasks: readonly TaskView[]
  entries: readonly BoardRow[]
}

export interface BoardLayout {
  density: Density
  measures: TrackMeasures
  columns: readonly BoardColumn[]
  width: number
  height: number
  /** The x of the end of the root, which is the line of the run's branch. The base branch is drawn there. */
  endX: number
}

/** A batch with at least this many tasks folds its completed and waiting tasks. */
export const FOLD_FROM = 40
const MARGIN = 24
/** How far before the right edge of the board the root ends, in px. */
const END_INSET = 29

const MEASURES: Record<Density, TrackMeasures> = {
  board: { rootY: 58, top: 68, rowHeight: 58, radius: 7 },
  dense: { rootY: 54, top: 58, rowHeight: 25, radius: 6 },
  packed: { rootY: 56, top: 73, rowHeight: 21, radius: 6 },
}

export function densityOf(view: RunView, ended: boolean): Density {
  if (view.tasks.length >= FOLD_FROM) return 'packed'
  return ended ? 'dense' : 'board'
}

function kindOf(batch: BatchView, tasks: readonly TaskView[], ended: boolean): ColumnKind {
  if (ended || tasks.every((task) => isTaskEnded(task.status))) return 'settled'
  const begun =
    batch.status === 'RUNNING' || tasks.some((task) => task.status !== 'PENDING' && task.status !== 'SKIPPED')
  return begun ? 'running' : 'coming'
}

function foldOf(task: TaskView): FoldRow['state'] | null {
  const mark = markOf(task)
  return mark === 'COMPLETED' || mark === 'PENDING' || mark === 'SKIPPED' || mark === 'CANCELLED' ? mark : null
}

const FIRST: readonly FoldRow['state'][] = ['COMPLETED']
const LAST: readonly FoldRow['state'][] = ['PENDING', 'SKIPPED', 'CANCELLED']

/**
 * @returns the rows of a batch with folds: first the completed tasks; then, in plan order, the tasks that are active or need a person; then
 * the tasks that have not started
 */
function foldedEntries(batch: BatchView, tasks: readonly TaskView[], unfolded: ReadonlySet<string>): BoardRow[] {
  const group = (state: FoldRow['state']): BoardRow[] => {
    const members = tasks.filter((task) => foldOf(task) === state)
    const id = foldId(batch.number, state)
    if (members.length === 0) return []
    const lone = state === 'COMPLETED' && members.length === 1
    if (lone || unfolded.has(id)) return members.map((task) => ({ kind: 'task', task }))
    return [{ kind: 'fold', id, state, count: members.length }]
  }
  const open = tasks.filter((task) => foldOf(task) === null).map((task): BoardRow => ({ kind: 'task', task }))
  return [...FIRST.flatMap(group), ...open, ...LAST.flatMap(group)]
}

export const foldId = (batchNumber: number, state: FoldRow['state']): string => `${batchNumber}:${state}`

function rowOf(entry: BoardRow): StemRow {
  if (entry.kind === 'task') return stemOf(entry.task)
  return { state: entry.state, exists: entry.state === 'COMPLETED', retried: false, count: entry.count }
}

export interface BoardInput {
  view: RunView
  /** The width of the board in px. */
  width: number
  ended: boolean
  /** The ids of the folded rows that the user has unfolded. */
  unfolded: ReadonlySet<string>
}

/** Whether the user has unfolded a row of the batch. */
export const hasUnfolded = (batch: BatchView, unfolded: ReadonlySet<string>): boolean =>
  [...FIRST, ...LAST].some((state) => unfolded.has(foldId(batch.number, state)))

export function layoutBoard({ view, width, ended, unfolded }: BoardInput): BoardLayout {
  const density = densityOf(view, ended)
  const measures = MEASURES[density]
  const byBatch = view.batches.map((batch) => ({ batch, tasks: tasksOf(view, batch.number) }))
  const kinds = byBatch.map(({ batch, tasks }) => kindOf(batch, tasks, ended))
  const opened = new Set(byBatch.flatMap(({ batch }, i) => (hasUnfolded(batch, unfolded) ? [i] : [])))
  const widths = columnWidths(kinds, width - 2 * MARGIN, opened)
  let x = MARGIN
  const columns = byBatch.map(({ batch, tasks }, i): BoardColumn => {
    const entries =
      density === 'packed'
        ? foldedEntries(batch, tasks, unfolded)
        : tasks.map((task): BoardRow => ({ kind: 'task', task }))
    const kind = kinds[i] ?? 'coming'
    const columnWidth = widths[i] ?? 0
    const started = batch.startedAt !== null && tasks.some((task) => task.attempts > 0 || task.status === 'COMPLETED')
    const column = { x, width: columnWidth, started, rows: entries.map(rowOf), batch, kind, tasks, entries }
    x += columnWidth
    return column
  })
  const total = Math.max(width, x + MARGIN)
  const deepest = Math.max(1, ...columns.map((column) => column.entries.length))
  const height = measures.top + deepest * measures.rowHeight + 12
  return { density, measures, columns, width: total, height, endX: total - END_INSET }
}

/** @returns the unfolded rows without those of one batch. */
export const withoutBatch = (unfolded: ReadonlySet<string>, batchNumber: number): ReadonlySet<string> =>
  new Set([...unfolded].filter((id) => !id.startsWith(`${batchNumber}:`)))

/** @returns the task keys in the order of the rows on screen, column by column. The keys `j` and `k` move in this order. */
export const rowOrder = (layout: BoardLayout): string[] =>
  layout.columns.flatMap((column) => column.entries.flatMap((entry) => (entry.kind === 'task' ? [entry.task.key] : [])))
