'use client'

import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import { useUrlValue } from '../hooks/use-url-value.ts'
import { findMatches, type Match } from './find-matches.ts'
import { indexOfLine, type OutputLine } from './output-line.ts'

export interface Search {
  query: string
  setQuery: (query: string) => void
  matches: readonly Match[]
  /** The index of the selected match. It is -1 when no match is selected. */
  current: number
  /** The index of the line to show: that of the selected match, or that which the address names. It is null when there is neither. */
  line: number | null
  next: () => void
  previous: () => void
}

/**
 * Searches all lines. The query is stored in the address, which can also name a line by its number. The first match in that line is
 * selected until the person selects another one. React may search later than the person types, so that typing stays fast.
 */
export function useSearch(lines: readonly OutputLine[]): Search {
  const [query, setQuery] = useUrlValue('search')
  const [named, setNamed] = useUrlValue('line')
  /** The index of the match that the person selected. It is null before that. */
  const [chosen, setChosen] = useState<number | null>(null)
  const searched = useDeferredValue(query ?? '')
  const matches = useMemo(() => findMatches(lines, searched), [lines, searched])
  const namedLine = useMemo(() => (named === null ? null : indexOfLine(lines, Number(named))), [lines, named])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new query selects its first match
  useEffect(() => setChosen(null), [searched])
  const count = matches.length
  const first = named === null ? Math.min(0, count - 1) : matches.findIndex(({ line }) => line === namedLine)
  const current = chosen === null ? first : Math.min(chosen, count - 1)
  const step = (by: number) => setChosen(count === 0 ? null : (current + by + count) % count)
  return {
    query: query ?? '',
    setQuery: (next) => {
      setNamed(null)
      setQuery(next)
    },
    matches,
    current,
    line: matches[current]?.line ?? (chosen === null ? namedLine : null),
    next: () => step(1),
    previous: () => step(-1),
  }
}
