import { memo } from 'react'
import { StatusGlyph } from '../../marks/status-glyph.tsx'
import { joinX, ruleY, textRight, trunkX } from '../../track/track-geometry.ts'
import { clock, dollars } from '../../words/format.ts'
import { RowNoteLine } from '../parts/row-note-line.tsx'
import { TaskPhase } from '../parts/task-phase.tsx'
import { clashMark, clashSentence } from '../view/clash-words.ts'
import { taskElapsed } from '../view/elapsed.ts'
import { markOf } from '../view/run-view.ts'
import { taskSpend } from '../view/spend.ts'
import type { BoardRowProps } from './board-row-props.ts'
import { DenseRow, NAME_ONLY } from './dense-row.tsx'

/** A column of at least this many px shows the description and the cost. */
const WIDE = 400

function FullRow({ column, task, note, usage, now, typicalMs }: BoardRowProps) {
  const wide = column.width > WIDE
  const elapsed = taskElapsed(task, now)
  const { usd } = taskSpend(task)
  const clash = clashMark(task)
  return (
    <>
      <span className="flex h-5 items-center gap-2">
        <StatusGlyph status={markOf(task)} />
        <span className="flex-none whitespace-nowrap font-semibold">{task.key}</span>
        <span className="flex-none text-[12px] text-(--text-3)">{task.epicKey}</span>
        {wide && <span className="truncate text-(--text-2)">{task.description}</span>}
        <span className="flex-1" />
        {column.kind !== 'settled' && <TaskPhase task={task} now={now} typicalMs={typicalMs} word={wide} />}
        {(elapsed !== null || column.kind === 'running') && (
          <span className="min-w-[34px] flex-none text-right text-(--text-2)">
            {elapsed !== null && clock(elapsed)}
          </span>
        )}
        {wide && usd !== null && <span className="w-[38px] flex-none text-right text-(--text-3)">{dollars(usd)}</span>}
      </span>
      <span className="flex h-[18px] pl-[22px] text-[12px] leading-[18px] whitespace-nowrap text-(--text-2)">
        <RowNoteLine note={note} />
        {clash !== null && <span className="ml-auto flex-none pl-3 text-(--conflict)">{clash}</span>}
        {wide && usage !== '' && (
          <span className={`${clash === null ? 'ml-auto' : ''} flex-none pl-3 text-(--text-3)`}>{usage}</span>
        )}
      </span>
    </>
  )
}

/** The row of a task on the board. The whole row is a button. The stem of the task is drawn along its lower edge. */
export const BoardRow = memo(function BoardRow(props: BoardRowProps) {
  const { layout, column, index, task, selected, dimmed, onSelect } = props
  const { density, measures } = layout
  const left = column.x + 8
  const full = density === 'board'
  return (
    <button
      type="button"
      data-task={task.key}
      data-dimmed={dimmed ? '' : undefined}
      aria-pressed={selected}
      title={full ? (clashSentence(task) ?? undefined) : `${task.key}: ${task.description}`}
      onClick={() => onSelect(task.key)}
      className={`absolute flex flex-col scroll-mt-20 scroll-mb-4 rounded-[3px_3px_0_6px] text-left hover:bg-(--sel) ${selected ? 'bg-(--sel)' : ''}`}
      style={{
        left,
        width: joinX(column, index) - left,
        top: ruleY(measures, index) - measures.rowHeight + (full ? 3 : 1),
        height: measures.rowHeight - (full ? 3 : 1),
        paddingLeft: trunkX(column) + 11 - left,
        paddingRight: column.width < NAME_ONLY ? 6 : joinX(column, index) - textRight(column),
        paddingTop: full ? 5 : 0,
      }}
    >
      {full ? <FullRow {...props} /> : <DenseRow {...props} />}
    </button>
  )
})
