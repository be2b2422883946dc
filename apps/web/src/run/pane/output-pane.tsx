'use client'

import { type ReactNode, useRef } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { StatusGlyph } from '../../marks/status-glyph.tsx'
import { SearchField } from '../../transcript/search-field.tsx'
import { TailButton } from '../../transcript/tail-button.tsx'
import { Transcript } from '../../transcript/transcript.tsx'
import { useSearch } from '../../transcript/use-search.ts'
import type { SessionOutput } from '../../transcript/use-session-output.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { clock } from '../../words/format.ts'
import { sessionName } from '../../words/session-words.ts'
import { TaskLink } from '../parts/task-link.tsx'
import { TaskActButton } from '../task-control/task-act-button.tsx'
import { TaskActNotes } from '../task-control/task-act-notes.tsx'
import { useTaskControl } from '../task-control/use-task-control.ts'
import { markOf, type RunView, type SessionView, type TaskView } from '../view/run-view.ts'

export interface OutputPaneProps {
  view: RunView
  task: TaskView
  session: SessionView | null
  output: SessionOutput
  /** The text to show instead of the output while it has no lines. */
  empty: string
  /** Whether the agent is running and its output arrives live. */
  live: boolean
  /** Whether the data may be out of date. */
  stale: boolean
  facts: ReactNode
}

function sessionWords(session: SessionView | null): string {
  if (!session) return 'not started'
  return `${sessionName(session)}${session.number === null ? '' : `, session ${session.number}`}`
}

/** The area below the board: the output of the agent of the selected task, and facts about the task. */
export function OutputPane({ view, task, session, output, empty, live, stale, facts }: OutputPaneProps) {
  const search = useSearch(output)
  const control = useTaskControl(view, task, stale)
  const field = useRef<HTMLInputElement>(null)
  useHotkeys('mod+f', () => field.current?.focus(), { preventDefault: true })
  const began = view.startedAt ?? 0
  return (
    <section className="flex min-h-0 flex-1 flex-col" aria-label={`Output of ${task.key}`}>
      <div className="flex h-10 flex-none items-center gap-2 overflow-hidden px-6">
        <StatusGlyph status={markOf(task)} />
        <span className="font-semibold">{task.key}</span>
        <span className="truncate text-(--text-2)">{sessionWords(session)}</span>
        <span className="flex-1" />
        <SearchField search={search} field={field} />
        <TaskLink run={view} taskKey={task.key} className={buttonClass('quiet')}>
          Open task <Kbd>o</Kbd>
        </TaskLink>
        <TaskActButton
          control={control}
          kind="quiet"
          className="flex min-w-0 max-w-[420px] flex-row-reverse items-center gap-2"
        />
      </div>
      <TaskActNotes view={view} task={task} control={control} />
      <div className="flex min-h-0 flex-1 border-t border-(--hair)">
        <Transcript
          key={session?.id ?? task.key}
          output={output}
          timeOf={(at) => clock(Date.parse(at) - began)}
          search={search}
          empty={empty}
          label={`Output of the agent of ${task.key}`}
          foot={(tail) => (
            <div className="absolute right-6 bottom-2 bg-(--bg)">
              <TailButton tail={tail} live={live} />
            </div>
          )}
        />
        <aside className="w-[304px] flex-none overflow-y-auto border-l border-(--hair) px-6 pt-3.5 pb-3 pl-5 text-[12px] max-[1000px]:hidden">
          {facts}
        </aside>
      </div>
    </section>
  )
}
