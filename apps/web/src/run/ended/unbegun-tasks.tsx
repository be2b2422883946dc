import { StatusGlyph } from '../../marks/status-glyph.tsx'
import { plural } from '../../words/format.ts'
import { TaskLink, type TaskLinkProps } from '../parts/task-link.tsx'
import { TroubleBlock } from '../parts/trouble-block.tsx'
import type { TaskView } from '../view/run-view.ts'

const MOST_ROWS = 60

/** Lists the skipped and cancelled tasks with their reasons. */
export function UnbegunTasks({ run, tasks }: { run: TaskLinkProps['run']; tasks: readonly TaskView[] }) {
  const first = tasks[0]
  if (!first) return null
  return (
    <TroubleBlock status={first.status} title={plural(tasks.length, 'task')}>
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-1 max-[719px]:gap-y-0">
        {tasks.slice(0, MOST_ROWS).map((task) => (
          <div key={task.key} className="contents">
            <TaskLink
              run={run}
              taskKey={task.key}
              className="flex items-center gap-1.5 font-medium max-[719px]:min-h-11"
            >
              <StatusGlyph status={task.status} size={12} label="" /> {task.key}
            </TaskLink>
            <span className="self-center text-(--text-2)">{task.reason}</span>
          </div>
        ))}
      </div>
      {tasks.length > MOST_ROWS && <p className="pt-1 text-(--text-3)">and {tasks.length - MOST_ROWS} more</p>}
    </TroubleBlock>
  )
}
