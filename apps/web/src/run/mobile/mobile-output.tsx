'use client'

import { emptyWords } from '../../transcript/empty-words.ts'
import { SearchField } from '../../transcript/search-field.tsx'
import { TailButton } from '../../transcript/tail-button.tsx'
import { Transcript } from '../../transcript/transcript.tsx'
import { useSearch } from '../../transcript/use-search.ts'
import { clock } from '../../words/format.ts'
import { lastLineOf } from '../live/last-line.ts'
import type { RunScreenProps } from '../parts/run-screen-props.ts'

/** The output of one agent on a phone, with a choice of the tasks that have started. */
export function MobileOutput({ view, activity, task, session, output, stale, onSelect }: RunScreenProps) {
  const search = useSearch(output)
  const begun = view.tasks.filter((entry) => entry.sessions.length > 0)
  const began = view.startedAt ?? 0
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="grid flex-none gap-2 px-4 py-2">
        <select
          aria-label="Task"
          value={task?.key ?? ''}
          onChange={(event) => onSelect(event.target.value)}
          className="h-11 w-full rounded-(--r) border border-(--line) bg-(--bg) px-2.5 text-[16px]"
        >
          {!task && <option value="">No task has started</option>}
          {begun.map((entry) => (
            <option key={entry.key} value={entry.key}>
              {`${entry.key} ${entry.status}`}
            </option>
          ))}
        </select>
        <SearchField search={search} />
      </div>
      <Transcript
        key={session?.id ?? 'none'}
        output={output}
        timeOf={(at) => clock(Date.parse(at) - began)}
        search={search}
        empty={emptyWords(session, output.connection, task ? lastLineOf(activity, task.key, session) : undefined)}
        label="Output of the agent"
        foot={(tail) => (
          <div className="absolute right-4 bottom-2 bg-(--bg)">
            <TailButton tail={tail} live={!stale && session?.status === 'RUNNING'} />
          </div>
        )}
      />
    </div>
  )
}
