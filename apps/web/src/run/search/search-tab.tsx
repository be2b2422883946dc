'use client'

import { type RefObject, useEffect, useRef } from 'react'
import { useUrlValue } from '../../hooks/use-url-value.ts'
import { ExportLink } from '../../transcript/export-link.tsx'
import type { MatchPage } from '../../transcript/matches/match-documents.ts'
import { type Matches, useMatches } from '../../transcript/matches/use-matches.ts'
import { Button } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Search } from '../../ui/icons.tsx'
import { count, plural } from '../../words/format.ts'
import type { RunView } from '../view/run-view.ts'
import { MatchList } from './match-list.tsx'

const PAD = 'px-6 max-[719px]:px-4'

/** Searches the output of all agents of a run, on the server. The text and the chosen task are in the address. */
export function SearchTab({ view }: { view: RunView }) {
  const [text, setText] = useUrlValue('find')
  const [only, setOnly] = useUrlValue('of')
  const field = useRef<HTMLInputElement>(null)
  const onlyId = view.tasks.find(({ key }) => key === only)?.id ?? null
  const all = useMatches(view.id, text ?? '')
  const ofTask = useMatches(view.id, onlyId === null ? '' : (text ?? ''), { runTaskId: onlyId })
  const shown = onlyId === null ? all : ofTask
  useEffect(() => field.current?.focus(), [])
  return (
    <section className="flex min-h-0 flex-1 flex-col" aria-label={`Search in the output of run ${view.number}`}>
      <div
        className={`flex min-h-11 flex-none flex-wrap items-center gap-x-[18px] gap-y-2 border-(--hair) border-b py-2 ${PAD}`}
      >
        <Field field={field} text={text ?? ''} onText={setText} />
        <output className="text-(--text-2)">{stateWords(text ?? '', all)}</output>
        <ExportLink id={view.id} title="Download the transcripts of all sessions of this run as Markdown" />
      </div>
      {all.first && <Tasks page={all.first} only={only} onOnly={setOnly} />}
      {shown.fault && <FaultNotice title="The output could not be searched." fault={shown.fault} className="m-6" />}
      <section
        className={`min-h-0 flex-1 overflow-y-auto pb-6 ${PAD}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label="Matches"
      >
        {all.first && <Unsearched page={all.first} />}
        <MatchList matches={shown.found} counts={all.first?.tasks ?? []} began={view.startedAt ?? 0} />
        {shown.more && (
          <Button className="mt-3" disabled={shown.isLoading} onClick={shown.more}>
            {shown.isLoading ? 'Loading' : 'Show more matches'}
          </Button>
        )}
      </section>
    </section>
  )
}

function stateWords(text: string, { first, isLoading }: Matches): string {
  if (text === '') return 'Searches what all agents of this run said, did and printed.'
  if (first === null) return isLoading ? 'Searching' : ''
  const total = first.totalCount ?? 0
  return total === 0
    ? 'No line contains the text.'
    : `${plural(total, 'line')} in ${plural(first.totalTasks ?? 0, 'task')}`
}

interface FieldProps {
  field: RefObject<HTMLInputElement | null>
  text: string
  onText: (text: string) => void
}

function Field({ field, text, onText }: FieldProps) {
  return (
    <label className="flex h-7 w-[320px] min-w-0 items-center gap-1.5 rounded-(--r) border border-(--line) px-2 focus-within:outline-2 focus-within:outline-(--ink) max-[719px]:h-11 max-[719px]:w-full">
      <Search />
      <input
        ref={field}
        type="search"
        value={text}
        maxLength={1000}
        placeholder="Search the output"
        aria-label="Search the output of all agents"
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
        className="min-w-0 flex-1 bg-transparent font-medium outline-none [&::-webkit-search-cancel-button]:hidden"
      />
    </label>
  )
}

interface TasksProps {
  page: MatchPage
  only: string | null
  onOnly: (key: string | null) => void
}

/** The tasks with matches and the number of their matches. A click shows the matches of one task. */
function Tasks({ page: { tasks = [], totalCount = 0, totalTasks = 0 }, only, onOnly }: TasksProps) {
  if (!tasks || tasks.length === 0) return null
  const look = (on: boolean) => (on ? 'font-semibold' : 'text-(--text-2)')
  const hidden = (totalTasks ?? 0) - tasks.length
  return (
    <div
      className={`flex max-h-24 flex-none flex-wrap gap-x-3.5 gap-y-1 overflow-y-auto border-(--hair) border-b py-2 [&>button]:max-[719px]:min-h-11 ${PAD}`}
    >
      <button type="button" aria-pressed={only === null} onClick={() => onOnly(null)} className={look(only === null)}>
        All <span className="font-normal text-(--text-3)">{count(totalCount ?? 0)}</span>
      </button>
      {tasks.map((task) => (
        <button
          type="button"
          key={task.taskKey}
          aria-pressed={only === task.taskKey}
          onClick={() => onOnly(only === task.taskKey ? null : task.taskKey)}
          className={look(only === task.taskKey)}
        >
          {task.taskKey} <span className="font-normal text-(--text-3)">{count(task.totalCount)}</span>
        </button>
      ))}
      {hidden > 0 && <span className="text-(--text-3)">and {plural(hidden, 'more task')}</span>}
    </div>
  )
}

function Unsearched({ page: { unsearched, totalUnsearched } }: { page: MatchPage }) {
  if (!unsearched || unsearched.length === 0) return null
  const hidden = (totalUnsearched ?? 0) - unsearched.length
  return (
    <ul className="mt-3 text-(--held) text-[12px]">
      {unsearched.map(({ reason, session }) => (
        <li key={session.id}>
          Session {session.number} of {session.task.key} was not searched, or not all of it. {reason}
        </li>
      ))}
      {hidden > 0 && <li>The same holds for {plural(hidden, 'more session')}.</li>}
    </ul>
  )
}
