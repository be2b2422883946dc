'use client'

import { useUrlTab } from '../hooks/use-url-choice.ts'
import { StatusGlyph } from '../marks/status-glyph.tsx'
import { ResolveTask } from '../run/task-control/resolve-task.tsx'
import { TaskActButton } from '../run/task-control/task-act-button.tsx'
import { TaskActNotes } from '../run/task-control/task-act-notes.tsx'
import { markOf } from '../run/view/run-view.ts'
import { emptyWords } from '../transcript/empty-words.ts'
import { SentenceLine } from '../words/sentence-line.tsx'
import { TaskTalk } from './message/task-talk.tsx'
import { MobileAttempts } from './mobile-attempts.tsx'
import type { TaskScreenProps } from './task-screen-props.ts'
import { TaskSide } from './task-side.tsx'
import { TaskTranscript } from './task-transcript.tsx'
import { taskCause, taskState } from './task-words.ts'

const TABS = ['Output', 'Details'] as const

export function MobileTask(props: TaskScreenProps) {
  const { view, task, rows, session, output, control, now, stale, onSelect } = props
  const [tab, setTab] = useUrlTab(TABS)
  return (
    <>
      <div className="flex-none px-4 pt-3 pb-1">
        <h1 className="flex items-center gap-2 text-[17px] leading-6 font-semibold tracking-[-.012em]">
          <StatusGlyph status={markOf(task)} size={16} />
          <span className="truncate">
            {task.key} <span className="font-normal text-(--text-2)">· {taskState(task, stale ? null : now)}</span>
          </span>
        </h1>
        <p className="mt-0.5 text-[12px] text-(--text-2)">
          <SentenceLine sentence={taskCause(view, task, now)} />
        </p>
      </div>
      <MobileAttempts rows={rows} selected={session?.id ?? null} now={now} onSelect={onSelect} />
      <div
        role="tablist"
        aria-label="Views of the task"
        className="flex h-11 flex-none gap-6 border-b border-(--hair) px-4"
      >
        {TABS.map((name) => (
          <button
            type="button"
            role="tab"
            key={name}
            aria-selected={tab === name}
            onClick={() => setTab(name)}
            className={`-mb-px min-w-11 border-b-2 ${tab === name ? 'border-(--ink) font-semibold' : 'border-transparent text-(--text-2)'}`}
          >
            {name}
          </button>
        ))}
      </div>
      {tab === 'Output' ? (
        <TaskTranscript
          narrow
          session={session}
          output={output}
          empty={emptyWords(session, output.connection, props.lastLine)}
          began={view.startedAt ?? 0}
          now={now}
          live={!stale && session?.status === 'RUNNING'}
          talk={<TaskTalk {...props} />}
        />
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <TaskSide {...props} />
        </div>
      )}
      <TaskActNotes view={view} task={task} control={control} />
      {control.act && (
        <footer className="grid flex-none gap-1.5 border-t border-(--hair) px-4 py-2.5">
          <TaskActButton control={control} className="flex flex-col-reverse gap-1.5 [&>span]:whitespace-normal" />
          <ResolveTask view={view} task={task} stale={stale} />
        </footer>
      )}
    </>
  )
}
