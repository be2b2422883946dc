'use client'

import { useEffect, useMemo, useState } from 'react'
import { Fingerprint } from '../marks/fingerprint.tsx'
import { StatusGlyph } from '../marks/status-glyph.tsx'
import { isRunEnded } from '../marks/statuses.ts'
import { SearchField } from '../transcript/search-field.tsx'
import { TailButton } from '../transcript/tail-button.tsx'
import { Transcript } from '../transcript/transcript.tsx'
import { useSearch } from '../transcript/use-search.ts'
import { clock } from '../words/format.ts'
import { SaidLine } from '../words/said-line.tsx'
import { countTasks } from './counts.ts'
import { EndedRun } from './ended-run.tsx'
import { verifyFailures } from './evidence.ts'
import { headline } from './headline.ts'
import { MobileTasks } from './mobile-tasks.tsx'
import { runFacts } from './readouts.ts'
import { RunActions } from './run-actions.tsx'
import type { RunScreenProps } from './run-screen.tsx'
import { groupsOf } from './run-view.ts'

const TABS = ['Tasks', 'Output', 'Details'] as const
type MobileTab = (typeof TABS)[number]

function Summary({ view, now, stale }: RunScreenProps) {
  const { head, rest } = headline(view, stale ? null : now)
  const { completed, total } = countTasks(view.tasks)
  const [elapsed, cost, slots] = runFacts(view, now, stale)
  return (
    <div className="flex-none px-4 pt-3 pb-2">
      <h1 className="mb-2.5 flex items-center gap-2 text-[17px] leading-6 font-semibold tracking-[-.012em]">
        <StatusGlyph status={view.status} size={16} />
        <span className="truncate">
          {head}
          {rest && <span className="font-normal text-(--text-2)"> · {rest}</span>}
        </span>
      </h1>
      <Fingerprint groups={groupsOf(view)} size="full" width={Math.min(window.innerWidth, 719) - 32} />
      <div className="mt-1 flex justify-between gap-2 overflow-hidden leading-6 whitespace-nowrap text-(--text-3)">
        <span>
          <b className="font-medium text-(--text)">{`${completed} of ${total}`}</b> completed
        </span>
        <b className="font-medium text-(--text)">{elapsed?.value}</b>
        <span>
          cost <b className="font-medium text-(--text)">{cost?.value}</b>
        </span>
        {!isRunEnded(view.status) && !stale && (
          <span>
            <b className="font-medium text-(--text)">{slots?.value}</b> slots
          </span>
        )}
      </div>
    </div>
  )
}

function Output({ view, task, session, output, stale, onSelect }: RunScreenProps) {
  const search = useSearch(output.lines)
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
          {!task && <option value="">No task has begun</option>}
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
        lines={output.lines}
        timeOf={(at) => clock(Date.parse(at) - began)}
        search={search}
        empty={session ? 'No output yet.' : 'No agent has begun.'}
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

function Details({ view, now, stale, events }: RunScreenProps) {
  const failures = useMemo(() => verifyFailures(events), [events])
  const { cause } = headline(view, stale ? null : now)
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <p className="px-4 py-3 text-(--text-2)">
        <SaidLine said={cause} />
      </p>
      <dl className="grid grid-cols-2 gap-y-2 px-4 pb-4">
        {runFacts(view, now, stale).map(({ value, label }) => (
          <div key={label} className="contents">
            <dt className="text-(--text-3)">{label}</dt>
            <dd className="text-right font-medium">{value}</dd>
          </div>
        ))}
        <dt className="text-(--text-3)">branch</dt>
        <dd className="text-right font-mono">{view.branch}</dd>
      </dl>
      {isRunEnded(view.status) && <EndedRun view={view} failures={failures} />}
    </div>
  )
}

/** The run's page on a phone: one thing at a time; it opens on the tasks. */
export function MobileRun(props: RunScreenProps) {
  const { view, now, stale, activity, onCancel, onWantEvents } = props
  const [tab, setTab] = useState<MobileTab>('Tasks')
  const lastLines = useMemo(
    () =>
      new Map([...activity].flatMap(([key, { lastLine }]) => (lastLine === null ? [] : [[key, lastLine] as const]))),
    [activity],
  )
  useEffect(() => {
    if (tab === 'Details') onWantEvents()
  }, [tab, onWantEvents])
  return (
    <>
      <Summary {...props} />
      <div role="tablist" className="flex h-11 flex-none gap-6 border-b border-(--hair) px-4">
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
      {tab === 'Tasks' && (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <MobileTasks view={view} now={now} lastLines={lastLines} />
        </div>
      )}
      {tab === 'Output' && <Output {...props} />}
      {tab === 'Details' && <Details {...props} />}
      <footer className="flex min-h-16 flex-none items-center gap-2.5 border-t border-(--hair) px-4 py-2.5 *:flex-1">
        <RunActions view={view} stale={stale} onCancel={onCancel} />
      </footer>
    </>
  )
}
