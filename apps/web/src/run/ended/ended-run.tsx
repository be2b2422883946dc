import type { RunView } from '../view/run-view.ts'
import { ConflictTask } from './conflict-task.tsx'
import { DeliveredPanel } from './delivered-panel.tsx'
import { FailedTask } from './failed-task.tsx'
import { MergedTasks } from './merged-tasks.tsx'
import { NextSteps } from './next-steps.tsx'
import { RunReports } from './run-reports.tsx'
import { TimePanel } from './time-panel.tsx'
import { UnbegunTasks } from './unbegun-tasks.tsx'

/** The area below the board of an ended run: the tasks that need a person and why, where the work is, and what to do next. */
export function EndedRun({ view, stale }: { view: RunView; stale: boolean }) {
  const having = (status: string) => view.tasks.filter((task) => task.status === status)
  const [failed, conflicts] = [having('FAILED'), having('CONFLICT')]
  const sound = failed.length + conflicts.length === 0
  return (
    <div className="flex min-h-0 flex-1 overflow-auto border-t border-(--hair) max-[1000px]:flex-none max-[1000px]:flex-col max-[1000px]:overflow-visible">
      <div className="min-w-0 flex-1 overflow-y-auto max-[1000px]:flex-none max-[1000px]:overflow-visible">
        {failed.map((task) => (
          <FailedTask key={task.key} run={view} task={task} stale={stale} />
        ))}
        {conflicts.map((task) => (
          <ConflictTask key={task.key} run={view} task={task} stale={stale} />
        ))}
        <UnbegunTasks run={view} tasks={having('SKIPPED')} />
        <UnbegunTasks run={view} tasks={having('CANCELLED')} />
        <RunReports view={view} />
        {sound && <MergedTasks view={view} />}
      </div>
      <aside className="w-[392px] flex-none overflow-y-auto border-l border-(--hair) max-[1000px]:w-full max-[1000px]:overflow-visible max-[1000px]:border-t max-[1000px]:border-l-0">
        <DeliveredPanel view={view} stale={stale} />
        <TimePanel view={view} />
        <NextSteps view={view} />
      </aside>
    </div>
  )
}
