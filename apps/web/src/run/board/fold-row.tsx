import { StatusGlyph } from '../../marks/status-glyph.tsx'
import { nestLines, ruleY, textRight } from '../../track/track-geometry.ts'
import type { BoardColumn, BoardLayout, FoldRow as Fold } from './board-layout.ts'

const WORDS: Record<Fold['state'], (count: number, begun: boolean) => string> = {
  COMPLETED: (count) => `${count} merged`,
  PENDING: (count, begun) => `${count} ${count === 1 ? 'waits' : 'wait'}${begun ? ' for a slot' : ''}`,
  SKIPPED: (count) => `${count} skipped`,
  CANCELLED: (count) => `${count} cancelled`,
}
/** In a column narrower than this number of px, the row shows only the number of tasks. */
const NARROW = 90

export interface FoldRowProps {
  layout: BoardLayout
  column: BoardColumn
  index: number
  fold: Fold
  onUnfold: (id: string) => void
}

/** One row for several tasks with the same status. It shows their number, and a click unfolds them. */
export function FoldRow({ layout, column, index, fold, onUnfold }: FoldRowProps) {
  const { measures } = layout
  const narrow = column.width < NARROW
  const words = WORDS[fold.state](fold.count, column.kind === 'running')
  const lift = fold.state === 'COMPLETED' ? (nestLines(fold.count) - 1) * 3 : 0
  return (
    <button
      type="button"
      aria-label={`Unfold ${words} in batch ${column.batch.number}`}
      title="Unfold"
      onClick={() => onUnfold(fold.id)}
      className="absolute flex items-center gap-[7px] rounded-[3px] text-[12px] leading-[17px] whitespace-nowrap text-(--text-3) hover:bg-(--sel) hover:text-(--text)"
      style={{
        left: column.x + (narrow ? 10 : 14),
        width: Math.max(24, (narrow ? column.x + column.width - 4 : textRight(column)) - column.x - 14),
        top: ruleY(measures, index) - measures.rowHeight + 1 - lift,
        height: measures.rowHeight - 2,
        paddingLeft: 4,
      }}
    >
      {!narrow && fold.state !== 'COMPLETED' && <StatusGlyph status={fold.state} size={11} label="" />}
      {narrow ? `${fold.state === 'SKIPPED' ? '»' : ''}${fold.count}` : words}
    </button>
  )
}
