import { StatusGlyph } from '../../marks/status-glyph.tsx'
import { clock, dollars, plural } from '../../words/format.ts'
import { countTasks } from '../view/counts.ts'
import { batchElapsed } from '../view/elapsed.ts'
import { tasksSpend } from '../view/spend.ts'
import type { BoardColumn } from './board-layout.ts'

const NARROW = 200
const TINY = 60

function progressWords(column: BoardColumn): string {
  const { completed, total } = countTasks(column.tasks)
  if (column.kind === 'coming') return plural(total, 'task')
  return `${completed} of ${total}${column.kind === 'running' ? ' completed' : ''}`
}

export interface BatchHeadProps {
  column: BoardColumn
  now: number
  /** Folds the rows of the batch again. It is null when no row is unfolded. */
  onFold: (() => void) | null
}

/** The head of a batch on the board: its name, its number of tasks and its duration. */
export function BatchHead({ column, now, onFold }: BatchHeadProps) {
  const { batch, width } = column
  const elapsed = batchElapsed(batch, now)
  const { usd } = tasksSpend(column.tasks)
  const took = [elapsed === null ? null : clock(elapsed), usd === null ? null : dollars(usd)].filter(Boolean)
  return (
    <div
      className="absolute top-2 flex items-center gap-1.5 overflow-hidden whitespace-nowrap"
      style={{ left: column.x, maxWidth: width - 4 }}
    >
      <StatusGlyph status={batch.status} size={width < NARROW ? 12 : 14} />
      <b className="font-semibold">{width < NARROW ? batch.number : `Batch ${batch.number}`}</b>
      {width >= TINY && <span className="text-(--text-2)">{progressWords(column)}</span>}
      {width >= NARROW && took.length > 0 && <span className="text-(--text-3)">{took.join(' · ')}</span>}
      {onFold && (
        <button type="button" onClick={onFold} className="text-(--text-2) underline underline-offset-[3px]">
          Fold
        </button>
      )}
    </div>
  )
}
