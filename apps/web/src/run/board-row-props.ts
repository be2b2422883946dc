import type { BoardColumn, BoardLayout } from './board-layout.ts'
import type { RowNote } from './row-note.ts'
import type { TaskView } from './run-view.ts'

export interface BoardRowProps {
  layout: BoardLayout
  column: BoardColumn
  index: number
  task: TaskView
  note: RowNote
  now: number
  typicalMs: number | null
  selected: boolean
  dimmed: boolean
  onSelect: (key: string) => void
}
