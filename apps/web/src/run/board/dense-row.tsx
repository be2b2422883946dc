import { StatusGlyph } from '../../marks/status-glyph.tsx'
import { clock, plural, timeOfDay } from '../../words/format.ts'
import { TaskPhase } from '../parts/task-phase.tsx'
import { taskElapsed } from '../view/elapsed.ts'
import { questionsOf } from '../view/open-questions.ts'
import { markOf, type TaskView } from '../view/run-view.ts'
import type { BoardRowProps } from './board-row-props.ts'

/**
 * Returns the text at the right of a one-line row. It is the number of conflicting files, the number of attempts of a failed task, the time of
 * the next start, the duration, or the reason why the task did not complete.
 */
function endWords(task: TaskView, now: number): string {
  if (questionsOf(task).length > 0) return 'asks you'
  if (task.status === 'CONFLICT') return plural(task.conflictFiles.length, 'file')
  if (task.status === 'FAILED' && task.attempts > 1) return `${plural(task.attempts, 'attempt')}`
  if (task.scheduledFor !== null) return `until ${timeOfDay(task.scheduledFor)}`
  const elapsed = taskElapsed(task, now)
  if (elapsed !== null && task.status !== 'FAILED' && task.status !== 'CANCELLED') return clock(elapsed)
  return task.reason ?? ''
}

/** In a column narrower than this number of px, the row shows only the key of the task. */
export const NAME_ONLY = 170

export function DenseRow({ layout, column, task, now, typicalMs }: BoardRowProps) {
  const mark = markOf(task)
  const quiet = mark === 'COMPLETED' || layout.density === 'packed'
  const strong = mark === 'FAILED' || mark === 'CONFLICT' || !quiet
  return (
    <span className="flex h-full items-center gap-[7px] text-[12px] leading-[17px] whitespace-nowrap">
      <StatusGlyph status={mark} size={layout.density === 'packed' ? 11 : 12} />
      <span className={`truncate ${strong ? 'font-semibold' : ''} ${column.width >= NAME_ONLY ? 'flex-none' : ''}`}>
        {task.key}
      </span>
      {column.width >= NAME_ONLY && <span className="flex-1" />}
      {column.kind === 'running' && <TaskPhase task={task} now={now} typicalMs={typicalMs} word={column.width > 300} />}
      {column.width >= NAME_ONLY && (
        <span
          className="min-w-[34px] truncate text-right"
          style={{
            color:
              mark === 'HELD' || questionsOf(task).length > 0
                ? 'var(--held)'
                : quiet
                  ? 'var(--text-3)'
                  : 'var(--text-2)',
          }}
        >
          {endWords(task, now)}
        </span>
      )}
    </span>
  )
}
