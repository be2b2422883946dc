'use client'

import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { useRouteValue } from '../hooks/use-route-value.ts'
import { useUrlValue } from '../hooks/use-url-value.ts'
import { findMatches, type Match } from './find-matches.ts'
import { useMatches } from './matches/use-matches.ts'
import { indexOfLine, type OutputLine } from './output-line.ts'
import type { SessionOutput } from './use-session-output.ts'

export interface Search {
  query: string
  setQuery: (query: string) => void
  /** The matches in the lines that the page keeps. They are marked. */
  matches: readonly Match[]
  /** The index of the selected match in `matches`. It is -1 when it is not one of them. */
  current: number
  /** How many matches there are in the whole output. The server counts lines that match. It is null while the server searches. */
  found: number | null
  /** The number of the selected match among these, from 0. It is -1 when it is not known. */
  at: number
  /** The number of the line to show: that of the selected match, or that which the address names. It is null when there is neither. */
  sequence: number | null
  next: () => void
  previous: () => void
}

/**
 * Searches the output of a session. The page searches the lines itself if it keeps them all; otherwise the server does. The query is stored in
 * the address, which can also name a line by its number. The first match in that line is selected until the person selects another one. React
 * may search later than the person types, so that typing stays fast.
 * @param lines the lines of `output` that are shown
 */
export function useSearch(output: SessionOutput, lines: readonly OutputLine[] = output.lines): Search {
  const [query, setQuery] = useUrlValue('search')
  const [named, setNamed] = useUrlValue('line')
  /** The index of the match that the person selected. It is null before that. */
  const [chosen, setChosen] = useState<number | null>(null)
  const searched = useDeferredValue(query ?? '')
  const matches = useMemo(() => findMatches(lines, searched), [lines, searched])
  const runId = useRouteValue('runId')
  const onServer = useMatches(runId, output.isWhole ? '' : searched, { sessionId: output.sessionId })
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new query selects its first match
  useEffect(() => setChosen(null), [searched])

  const sequences = useMemo(
    () =>
      output.isWhole
        ? matches.map(({ line }) => lines[line]?.sequence ?? 0)
        : onServer.found.map(({ sequence }) => sequence),
    [output.isWhole, matches, lines, onServer.found],
  )
  const last = sequences.length - 1
  const namedLine = named === null ? null : Number(named)
  const first = namedLine === null ? Math.min(0, last) : sequences.indexOf(namedLine)
  const at = chosen === null ? first : Math.min(chosen, last)
  const sequence = sequences[at] ?? (chosen === null ? namedLine : null)
  const line = sequence === null ? null : indexOfLine(lines, sequence)
  const { more } = onServer
  useShown(output, sequence)
  return {
    query: query ?? '',
    setQuery: (next) => {
      setNamed(null)
      setQuery(next)
    },
    matches,
    current: output.isWhole ? at : line === null ? -1 : matches.findIndex((match) => match.line === line),
    found: output.isWhole ? sequences.length : (onServer.first?.totalCount ?? null),
    at,
    sequence,
    next: () => {
      if (at < last || more === null) return setChosen(last < 0 ? null : (at + 1) % sequences.length)
      more()
      setChosen(at + 1)
    },
    previous: () => setChosen(last < 0 ? null : at > 0 ? at - 1 : more === null ? last : 0),
  }
}

/** Loads the part of the output with this line, if the page does not keep it. After that, the person may scroll away from the line. */
function useShown({ sessionId, show, lines, last, later }: SessionOutput, sequence: number | null): void {
  const shown = useRef<number | null>(null)
  /** The session whose newest lines have arrived. The line may be one of them. */
  const opened = useRef<string | null>(null)
  useEffect(() => {
    if (last > 0 && later === 0) opened.current = sessionId
    if (sequence === shown.current || opened.current !== sessionId) return
    shown.current = sequence
    if (sequence !== null && indexOfLine(lines, sequence) === null) show(sequence)
  }, [sessionId, sequence, lines, last, later, show])
}
