import type { ReactNode } from 'react'
import { StatusGlyph } from '../../marks/status-glyph.tsx'
import { isRunEnded } from '../../marks/statuses.ts'
import { clock } from '../../words/format.ts'
import { TaskPhase } from '../parts/task-phase.tsx'
import { clashMark } from '../view/clash-words.ts'
import { taskElapsed } from '../view/elapsed.ts'
import { markOf, type RunView, type TaskView } from '../view/run-view.ts'

/** The row of a task on a phone: its key, its phase and its present activity. */
export function MobileTaskRow({
  view,
  task,
  now,
  note,
  typicalMs,
}: {
  view: RunView
  task: TaskView
  now: number
  note: ReactNode
  typicalMs: number | null
}) {
  const elapsed = taskElapsed(task, now)
  const clash = clashMark(task)
  return (
    <>
      <span className="flex h-[21px] items-center gap-2">
        <StatusGlyph status={markOf(task)} />
        <b className="truncate text-[14px] font-semibold">{task.key}</b>
        <span className="flex-1" />
        {!isRunEnded(view.status) && <TaskPhase task={task} now={now} typicalMs={typicalMs} />}
        <span className="min-w-[30px] text-right text-(--text-2)">{elapsed === null ? '' : clock(elapsed)}</span>
      </span>
      <span className="flex h-[21px] items-center pl-[22px] text-[12px] whitespace-nowrap text-(--text-2)">
        {note}
        {clash !== null && <span className="ml-auto flex-none pl-3 text-(--conflict)">{clash}</span>}
      </span>
    </>
  )
}
