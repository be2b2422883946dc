import { taskSession } from '@coppice/run-model'
import { StatusGlyph } from '../../marks/status-glyph.tsx'
import { isTaskEnded } from '../../marks/statuses.ts'
import { ago, count, dollars } from '../../words/format.ts'
import { lastLineOf } from '../live/last-line.ts'
import type { Activity } from '../live/use-activity.ts'
import { indexDependencies } from '../view/dependents.ts'
import { noteWords, rowNote } from '../view/row-note.ts'
import { markOf, type RunView, type TaskView } from '../view/run-view.ts'
import { taskSpend } from '../view/spend.ts'

export interface FilterResultsProps {
  view: RunView
  matches: (task: TaskView) => boolean
  activity: ReadonlyMap<string, Activity>
  selected: string | null
  now: number
  onSelect: (key: string) => void
  onOpen: (key: string) => void
}

const MOST_ROWS = 200
const HEAD = 'pb-1 pr-3 text-left text-[12px] font-normal text-(--text-3)'

/** The table of the tasks that match the filter. The more tasks wait for a task, the higher it is in the table. */
export function FilterResults({ view, matches, activity, selected, now, onSelect, onOpen }: FilterResultsProps) {
  const index = indexDependencies(view.tasks)
  const found = view.tasks
    .filter(matches)
    .map((task) => ({ task, behind: index.behind(task.key).length }))
    .sort((a, b) => b.behind - a.behind)
  return (
    <section className="min-h-0 flex-1 overflow-auto px-6 pb-3" aria-label="Tasks that match the filter">
      <div className="flex h-[46px] items-center gap-2">
        <b className="font-semibold" role="status">{`${count(found.length)} of ${count(view.tasks.length)} match`}</b>
        <span className="text-(--text-3)">sorted by how many tasks wait for them</span>
      </div>
      <table className="w-full border-collapse">
        <thead>
          <tr>
            <th className={HEAD}>Task</th>
            <th className={HEAD}>Batch</th>
            <th className={HEAD}>Epic</th>
            <th className={HEAD}>Attempts</th>
            <th className={HEAD}>Why</th>
            <th className={`${HEAD} text-right`}>Tasks that wait for it</th>
            <th className={`${HEAD} text-right`}>Cost</th>
            <th className={`${HEAD} pr-0 text-right`}>Since</th>
          </tr>
        </thead>
        <tbody>
          {found.slice(0, MOST_ROWS).map(({ task, behind }) => (
            <tr
              key={task.key}
              onClick={() => onSelect(task.key)}
              className={`cursor-pointer hover:bg-(--sel) [&>td]:h-[31px] [&>td]:border-t [&>td]:border-(--hair) [&>td]:pr-3 [&>td]:whitespace-nowrap ${selected === task.key ? 'bg-(--sel)' : ''}`}
            >
              <td>
                <button
                  type="button"
                  className="flex items-center gap-1.5 font-semibold"
                  onClick={() => onOpen(task.key)}
                >
                  <StatusGlyph status={markOf(task)} size={12} /> {task.key}
                </button>
              </td>
              <td>{task.batchNumber}</td>
              <td>{task.epicKey}</td>
              <td>{task.attempts}</td>
              <Why
                words={
                  task.reason ??
                  (isTaskEnded(task.status)
                    ? ''
                    : noteWords(rowNote(view, index, task, lastLineOf(activity, task.key, taskSession(task)), now)))
                }
              />
              <td className="text-right font-semibold">{behind > 0 ? behind : ''}</td>
              <td className="text-right">{task.sessions.length > 0 ? dollars(taskSpend(task).usd) : ''}</td>
              <td className="pr-0! text-right text-(--text-2)">{since(task, now)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {found.length > MOST_ROWS && <p className="pt-2 text-(--text-3)">{`Only the first ${MOST_ROWS} are listed.`}</p>}
    </section>
  )
}

function Why({ words }: { words: string }) {
  return (
    <td className="max-w-[420px] truncate text-(--text-2)" title={words}>
      {words}
    </td>
  )
}

function since(task: TaskView, now: number): string {
  const at = task.finishedAt ?? task.phaseStartedAt ?? task.startedAt
  return at === null ? '' : ago(now - at).replace(' ago', '')
}
