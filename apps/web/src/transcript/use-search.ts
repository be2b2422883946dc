'use client'

import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import { useUrlValue } from '../hooks/use-url-value.ts'
import { findMatches, type Match } from './find-matches.ts'
import type { OutputLine } from './output-line.ts'

export interface Search {
  query: string
  setQuery: (query: string) => void
  matches: readonly Match[]
  /** The index of the selected match. It is -1 when nothing matches. */
  current: number
  next: () => void
  previous: () => void
}

/** Searches all lines. The query is stored in the address. React may search later than the person types, so that typing stays fast. */
export function useSearch(lines: readonly OutputLine[]): Search {
  const [query, setQuery] = useUrlValue('search')
  const [position, setPosition] = useState(0)
  const searched = useDeferredValue(query ?? '')
  const matches = useMemo(() => findMatches(lines, searched), [lines, searched])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new query selects its first match
  useEffect(() => setPosition(0), [searched])
  const count = matches.length
  const current = count === 0 ? -1 : Math.min(position, count - 1)
  const step = (by: number) => setPosition(count === 0 ? 0 : (current + by + count) % count)
  return { query: query ?? '', setQuery, matches, current, next: () => step(1), previous: () => step(-1) }
}
