'use client'

import { useNarrow } from '../hooks/use-narrow.ts'
import { ResolveTask } from '../run/task-control/resolve-task.tsx'
import { TaskActButton } from '../run/task-control/task-act-button.tsx'
import { TaskActNotes } from '../run/task-control/task-act-notes.tsx'
import { useTaskControl } from '../run/task-control/use-task-control.ts'
import { emptyWords } from '../transcript/empty-words.ts'
import { AttemptTrack } from './attempt-track.tsx'
import { TaskTalk } from './message/task-talk.tsx'
import { MobileTask } from './mobile-task.tsx'
import { TaskHeader } from './task-header.tsx'
import type { TaskScreenProps } from './task-screen-props.ts'
import { TaskSide } from './task-side.tsx'
import { TaskTranscript } from './task-transcript.tsx'

function WideTask(props: TaskScreenProps) {
  const { control, view, task, rows, merges, session, output, now, stale, onSelect } = props
  const open = rows.some((row) => row.outcome === 'open')
  const mergedAt = rows.find((row) => row.outcome === 'merged')?.to ?? null
  return (
    <>
      <TaskHeader
        view={view}
        task={task}
        now={now}
        stale={stale}
        worktreePath={props.worktreePath}
        actions={
          <div className="ml-auto flex max-w-[460px] min-w-[120px] flex-none flex-wrap items-start justify-end gap-1.5 pt-[3px]">
            <ResolveTask view={view} task={task} stale={stale} />
            <TaskActButton control={control} className="flex max-w-[300px] flex-col items-end gap-px" />
          </div>
        }
      />
      <TaskActNotes view={view} task={task} control={control} />
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
          output={output}
          empty={emptyWords(session, output.connection, props.lastLine)}
          began={view.startedAt ?? 0}
          now={now}
          live={!stale && session?.status === 'RUNNING'}
          talk={<TaskTalk {...props} />}
        />
        <aside className="w-[384px] flex-none overflow-y-auto border-l border-(--hair) text-[12px] max-[1000px]:w-[300px]">
          <TaskSide {...props} />
        </aside>
      </div>
    </>
  )
}

/** The content of a task's page: its sessions over time, the output of the selected session, and facts about it. */
export function TaskScreen(frame: Omit<TaskScreenProps, 'control'>) {
  const narrow = useNarrow()
  const control = useTaskControl(frame.view, frame.task, frame.stale)
  const props = { ...frame, control }
  return (
    <div data-stale={props.stale ? '' : undefined} className="flex min-h-0 flex-1 flex-col">
      {narrow ? <MobileTask {...props} /> : <WideTask {...props} />}
    </div>
  )
}
