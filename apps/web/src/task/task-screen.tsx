'use client'

import type { VerifyFailure } from '../run/evidence.ts'
import type { RunView, SessionView, TaskView } from '../run/run-view.ts'
import { useNarrow } from '../run/use-narrow.ts'
import type { SessionOutput } from '../transcript/use-session-output.ts'
import type { AttemptRow } from './attempt-rows.ts'
import { AttemptTrack } from './attempt-track.tsx'
import { MobileTask } from './mobile-task.tsx'
import { TaskHeader } from './task-header.tsx'
import { TaskSide } from './task-side.tsx'
import { TaskTranscript } from './task-transcript.tsx'
import type { TaskDetail } from './use-task-sessions.ts'

/** What both layouts of a task's page show. */
export interface TaskScreenProps {
  view: RunView
  task: TaskView
  rows: readonly AttemptRow[]
  /** What other tasks merged, and when. */
  merges: readonly { key: string; at: number }[]
  session: SessionView | null
  output: SessionOutput
  detail: TaskDetail
  failures: readonly VerifyFailure[]
  worktreePath: string | null
  now: number
  stale: boolean
  onSelect: (sessionId: string) => void
}

function WideTask(props: TaskScreenProps) {
  const { view, task, rows, merges, session, output, now, stale, onSelect } = props
  const open = rows.some((row) => row.outcome === 'open')
  const mergedAt = rows.find((row) => row.outcome === 'merged')?.to ?? null
  return (
    <>
      <TaskHeader view={view} task={task} now={now} stale={stale} worktreePath={props.worktreePath} />
      <AttemptTrack
        rows={rows}
        merges={merges}
        branch={view.branch}
        mergedAt={mergedAt}
        now={now}
        live={open && !stale}
        selected={session?.id ?? null}
        onSelect={onSelect}
      />
      <div className="flex min-h-0 flex-1 border-t border-(--hair)">
        <TaskTranscript
          session={session}
          lines={output.lines}
          began={view.startedAt ?? 0}
          now={now}
          live={!stale && session?.status === 'RUNNING'}
        />
        <aside className="w-[384px] flex-none overflow-y-auto border-l border-(--hair) text-[12px] max-[1000px]:w-[300px]">
          <TaskSide {...props} />
        </aside>
      </div>
    </>
  )
}

/** A task in a run: its attempts over time, what the selected one said, and what is known about it. */
export function TaskScreen(props: TaskScreenProps) {
  const narrow = useNarrow()
  return (
    <div data-stale={props.stale ? '' : undefined} className="flex min-h-0 flex-1 flex-col">
      {narrow ? <MobileTask {...props} /> : <WideTask {...props} />}
    </div>
  )
}
