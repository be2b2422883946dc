import { StatusGlyph } from '../marks/status-glyph.tsx'
import { isTaskEnded } from '../marks/statuses.ts'
import type { TrackMeasures } from '../track/track-geometry.ts'
import { clock, plural } from '../words/format.ts'
import type { Choice } from './choose/use-choice.ts'
import type { PlannedColumn as Column } from './planned-track.ts'
import type { PlannedTask } from './project-documents.ts'

export interface PlannedColumnProps {
  column: Column<PlannedTask>
  measures: TrackMeasures
  choice: Choice
  onUnfold: () => void
}

/** A planned batch with its tasks. Each task can be chosen. */
export function PlannedColumn({ column, measures, choice, onUnfold }: PlannedColumnProps) {
  const place = (index: number) => ({
    left: column.x + 18,
    width: column.right - column.x - 18,
    top: measures.top + index * measures.rowHeight + (measures.rowHeight - 15) / 2,
  })
  return (
    <section aria-label={`Batch ${column.number}`}>
      <h3 className="absolute top-2 flex items-center gap-1.5 whitespace-nowrap font-normal" style={{ left: column.x }}>
        <StatusGlyph status="PENDING" label="" />
        <b className="font-semibold">Batch {column.number}</b>
        <span className="text-(--text-2)">{plural(column.total, 'task')}</span>
      </h3>
      <ul>
        {column.rows.map(({ task, critical }, index) => (
          <li
            key={task.key}
            title={task.description}
            className="absolute flex h-[18px] items-center gap-2"
            style={place(index)}
          >
            <ChoosableRow task={task} critical={critical} choice={choice} />
          </li>
        ))}
      </ul>
      {column.folded > 0 && (
        <button
          type="button"
          onClick={onUnfold}
          className="absolute text-left text-(--text-2) underline decoration-(--line) underline-offset-3"
          style={place(column.rows.length)}
        >
          {plural(column.folded, 'more task')}
        </button>
      )}
    </section>
  )
}

/** The label covers the whole row, so that the row is a large touch target. */
function ChoosableRow({ task, critical, choice }: { task: PlannedTask; critical: boolean; choice: Choice }) {
  const comesAlong = choice.needed.has(task.key)
  const left = choice.chosen.tasks.length > 0 && !comesAlong && !choice.has(task)
  const tone = left ? 'text-(--text-3)' : critical || choice.has(task) ? '' : 'text-(--text-2)'
  return (
    <label className="flex min-w-0 flex-1 cursor-pointer items-center gap-2 before:absolute before:inset-x-0 before:-inset-y-[7px] max-[719px]:before:-inset-y-[13px]">
      <input
        type="checkbox"
        checked={choice.has(task)}
        disabled={choice.off}
        onChange={() => choice.toggle(task)}
        className="relative m-0 h-[13px] w-[13px] flex-none cursor-pointer accent-(--ink) max-[719px]:h-[18px] max-[719px]:w-[18px]"
      />
      <span className="sr-only">Choose</span>
      <span className={`min-w-0 truncate ${critical ? 'font-semibold' : ''} ${tone}`}>{task.key}</span>
      <span className="min-w-0 flex-[1_1_0] truncate text-(--text-3) text-[11.5px]">
        {comesAlong ? 'needed by a chosen task' : task.epic.key}
      </span>
      <LastTime task={task} />
    </label>
  )
}

/** The duration of the task in its latest run. */
function LastTime({ task: { latest } }: { task: PlannedTask }) {
  if (latest?.durationMs == null || !isTaskEnded(latest.status)) return null
  return (
    <span className="ml-auto text-(--text-3)" title={`The latest attempt ended ${latest.status} after this time`}>
      {clock(latest.durationMs)}
    </span>
  )
}
