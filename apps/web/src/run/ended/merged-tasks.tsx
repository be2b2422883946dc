import { StatusGlyph } from '../../marks/status-glyph.tsx'
import { clock, shortCommit } from '../../words/format.ts'
import { TaskLink } from '../parts/task-link.tsx'
import { taskElapsed } from '../view/elapsed.ts'
import type { RunView } from '../view/run-view.ts'

const HEAD = 'pb-1 pr-5 text-left text-[12px] font-normal text-(--text-3)'

/** The table of the merged tasks, in plan order. With the strategy BATCHES this is also the order of the merges. */
export function MergedTasks({ view }: { view: RunView }) {
  const merged = view.tasks.filter((task) => task.status === 'COMPLETED')
  if (merged.length === 0) return null
  return (
    <article className="px-6 py-[11px] max-[719px]:px-4">
      <header className="mb-[7px] flex items-center gap-2">
        <StatusGlyph status="COMPLETED" size={16} label="" />
        <h2 className="text-[14px] font-semibold">{merged.length} merged</h2>
        <span className="text-(--text-2)">
          {view.strategy === 'CONTINUOUS' ? 'each' : 'in this order; each'} was verified before it was added to the
          run’s branch
        </span>
      </header>
      <table className="w-full border-collapse pl-6">
        <thead>
          <tr>
            <th className={HEAD}>Task</th>
            <th className={HEAD}>Epic</th>
            <th className={HEAD}>Merge commit</th>
            <th className={`${HEAD} text-right`}>Attempts</th>
            <th className={`${HEAD} pr-0 text-right`}>Took</th>
          </tr>
        </thead>
        <tbody>
          {merged.map((task) => (
            <tr
              key={task.key}
              className="[&>td]:border-t [&>td]:border-(--hair) [&>td]:py-[3px] [&>td]:pr-5 [&>td]:whitespace-nowrap"
            >
              <td>
                <TaskLink run={view} taskKey={task.key}>
                  {task.key}
                </TaskLink>
              </td>
              <td className="text-(--text-2)">{task.epicKey}</td>
              <td className="font-mono text-[11.5px] text-(--text-2)">
                {task.commit ? <span title={task.commit}>{shortCommit(task.commit)}</span> : 'no change needed'}
              </td>
              <td className="text-right">{task.attempts}</td>
              <td className="pr-0! text-right">{clock(taskElapsed(task, 0) ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  )
}
