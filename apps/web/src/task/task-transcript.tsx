'use client'

import { type ReactNode, useEffect, useMemo, useRef } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { useUrlChoice } from '../hooks/use-url-choice.ts'
import { StatusGlyph } from '../marks/status-glyph.tsx'
import { sessionElapsed } from '../run/view/elapsed.ts'
import type { SessionView } from '../run/view/run-view.ts'
import { ExportLink } from '../transcript/export-link.tsx'
import { MatchMap } from '../transcript/match-map.tsx'
import {
  countByGroup,
  groupOf,
  indexOfLine,
  KIND_NAMES,
  type KindGroup,
  type OutputLine,
} from '../transcript/output-line.ts'
import { SearchField } from '../transcript/search-field.tsx'
import { TailButton } from '../transcript/tail-button.tsx'
import { Transcript } from '../transcript/transcript.tsx'
import { useSearch } from '../transcript/use-search.ts'
import type { SessionOutput } from '../transcript/use-session-output.ts'
import { ago, clock, count } from '../words/format.ts'

export interface TaskTranscriptProps {
  session: SessionView | null
  output: SessionOutput
  /** The text to show instead of the output while it has no lines. */
  empty: string
  /** The start time of the run, in ms since the epoch. */
  began: number
  now: number
  live: boolean
  /** What is below the transcript: messages that wait, and a field to write to the agent. */
  talk: ReactNode
  narrow?: boolean
}

function stateWords(session: SessionView | null, lastAt: string | null, now: number, live: boolean): string {
  if (!session) return 'No session yet.'
  const lastWords = lastAt ? ` Last output ${ago(now - Date.parse(lastAt))}.` : ''
  if (live) return `Running for ${clock(sessionElapsed(session, now))}.${lastWords}`
  return session.endedAt === null
    ? 'No connection. Newer output may be missing.'
    : `Session ${session.status}, it took ${clock(sessionElapsed(session, now))}.`
}

interface KindsProps {
  lines: readonly OutputLine[]
  /** Whether the lines are the whole output, so that their counts are true. */
  isWhole: boolean
  kind: KindGroup | null
  onKind: (kind: KindGroup | null) => void
}

function Kinds({ lines, isWhole, kind, onKind }: KindsProps) {
  const kinds = countByGroup(lines).filter((entry) => entry.count > 0)
  if (kinds.length < 2) return null
  const look = (on: boolean) => (on ? 'font-semibold' : 'text-(--text-2)')
  return (
    <div className="flex gap-3.5 overflow-x-auto whitespace-nowrap [&>button]:max-[719px]:min-h-11">
      <button type="button" aria-pressed={kind === null} onClick={() => onKind(null)} className={look(kind === null)}>
        All
      </button>
      {kinds.map((entry) => (
        <button
          type="button"
          key={entry.name}
          aria-pressed={kind === entry.name}
          onClick={() => onKind(entry.name)}
          className={look(kind === entry.name)}
        >
          {entry.name}
          {isWhole && <span className="ml-1 font-normal text-(--text-3)">{count(entry.count)}</span>}
        </button>
      ))}
    </div>
  )
}

/** The output of a session, with a search and a filter by kind of line. */
export function TaskTranscript({
  session,
  output,
  empty,
  began,
  now,
  live,
  talk,
  narrow = false,
}: TaskTranscriptProps) {
  const { lines, openText } = output
  const [kind, setKind] = useUrlChoice('kind', KIND_NAMES)
  const shown = useMemo(() => (kind ? lines.filter((line) => groupOf(line.kind) === kind) : lines), [lines, kind])
  const search = useSearch(output, shown)
  const { sequence } = search
  const isFilteredOut = kind !== null && sequence !== null && indexOfLine(shown, sequence) === null
  useEffect(() => {
    if (isFilteredOut && indexOfLine(lines, sequence) !== null) setKind(null)
  }, [isFilteredOut, lines, sequence, setKind])
  const field = useRef<HTMLInputElement>(null)
  useHotkeys('mod+f', () => field.current?.focus(), { preventDefault: true })
  useHotkeys('/', () => field.current?.focus(), { useKey: true, preventDefault: true })
  return (
    <div className="relative flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex min-h-11 flex-none flex-wrap items-center gap-x-[18px] gap-y-2 border-b border-(--hair) px-6 max-[719px]:border-0 max-[719px]:px-4 max-[719px]:py-2">
        <SearchField search={search} field={field} />
        <Kinds lines={lines} isWhole={output.earlier + output.later === 0} kind={kind} onKind={setKind} />
        {session && <ExportLink id={session.id} title="Download the transcript of this session as Markdown" />}
      </div>
      <Transcript
        key={session?.id ?? 'none'}
        output={output}
        lines={shown}
        openText={openText && (kind === null || groupOf(openText.kind) === kind) ? openText : null}
        timeOf={(at) => clock(Date.parse(at) - began)}
        search={search}
        empty={empty}
        label="Transcript"
        foot={(tail) => (
          <div className="flex h-9 flex-none items-center gap-2 border-t border-(--hair) bg-(--bg) px-6 text-[12px] text-(--text-2) max-[719px]:h-14 max-[719px]:px-4">
            {session && <StatusGlyph status={session.status} size={12} label="" />}
            <span className="truncate">{stateWords(session, output.lastAt, now, live)}</span>
            <span className="ml-auto">
              <TailButton tail={tail} live={live} />
            </span>
          </div>
        )}
      />
      {talk}
      {!narrow && <MatchMap matches={search.matches} current={search.current} lines={shown.length} />}
    </div>
  )
}
