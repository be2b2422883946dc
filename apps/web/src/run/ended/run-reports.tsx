import Link from 'next/link'
import { plural } from '../../words/format.ts'
import { TaskLink } from '../parts/task-link.tsx'
import type { RunView } from '../view/run-view.ts'

const MOST_ROWS = 60

/** Lists the issues that the agents of a run met and the tasks that they proposed. It renders nothing when there are none. */
export function RunReports({ view }: { view: RunView }) {
  const issues = view.tasks.flatMap((task) => task.issues.map((issue) => ({ task, ...issue })))
  const followUps = view.tasks.flatMap((task) => task.followUps.map((one) => ({ task, ...one })))
  return (
    <>
      <Reports view={view} title="Issues" count={plural(issues.length, 'issue')} rows={issues} />
      <Reports
        view={view}
        title="Proposed follow-ups"
        count={plural(followUps.length, 'task')}
        rows={followUps}
        more={
          <Link href={`/projects/${view.projectId}`} className="text-(--text-2) underline">
            Decide about them
          </Link>
        }
      />
    </>
  )
}

interface ReportsProps {
  view: RunView
  title: string
  count: string
  rows: readonly { id: string; task: { key: string }; title: string; text: string | null }[]
  more?: React.ReactNode
}

function Reports({ view, title, count, rows, more }: ReportsProps) {
  if (rows.length === 0) return null
  return (
    <section aria-label={title} className="border-b border-(--hair) px-6 py-[11px] last:border-0 max-[719px]:px-4">
      <header className="mb-[7px] flex flex-wrap items-center gap-x-2">
        <h2 className="text-[14px] font-semibold">{title}</h2>
        <span className="text-(--text-2)">{count}</span>
        {more && <span className="ml-auto">{more}</span>}
      </header>
      <ul className="grid gap-1.5">
        {rows.slice(0, MOST_ROWS).map((row) => (
          <li key={row.id} className="min-w-0">
            <p className="break-words">
              <TaskLink run={view} taskKey={row.task.key} className="mr-2 font-medium">
                {row.task.key}
              </TaskLink>
              {row.title}
            </p>
            {row.text && <p className="line-clamp-4 break-words whitespace-pre-wrap text-(--text-2)">{row.text}</p>}
          </li>
        ))}
      </ul>
      {rows.length > MOST_ROWS && <p className="pt-1 text-(--text-3)">and {rows.length - MOST_ROWS} more</p>}
    </section>
  )
}
