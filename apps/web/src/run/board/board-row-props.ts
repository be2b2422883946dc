import type { RowNote } from '../view/row-note.ts'
import type { TaskView } from '../view/run-view.ts'
import type { BoardColumn, BoardLayout } from './board-layout.ts'

export interface BoardRowProps {
  layout: BoardLayout
  column: BoardColumn
  index: number
  task: TaskView
  note: RowNote
  /** What the running agent has used so far, in words. It is empty when that is unknown. */
  usage: string
  now: number
  typicalMs: number | null
  selected: boolean
  dimmed: boolean
  onSelect: (key: string) => void
}
