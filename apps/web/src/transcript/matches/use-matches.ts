'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient } from 'urql'
import type { Fault } from '../../client/faults.ts'
import { resultOf } from '../../client/result.ts'
import { type MatchPage, RUN_MATCHES, type RunMatch } from './match-documents.ts'

export interface Matches {
  /** The matches of all pages that are loaded. */
  found: readonly RunMatch[]
  /** The first page, which has the counts. It is null until it is loaded. */
  first: MatchPage | null
  fault: Fault | null
  isLoading: boolean
  /** Loads the next page. It is null when all pages are loaded. */
  more: (() => void) | null
}

interface State {
  pages: readonly MatchPage[]
  fault: Fault | null
  isLoading: boolean
}

/** Which output of the run to search. Without a task and a session, it is all output. */
export interface SearchedOutput {
  runTaskId?: string | null
  sessionId?: string | null
}

const IDLE: State = { pages: [], fault: null, isLoading: false }
/** A search starts when the text has not changed for this time, in ms. */
const TYPING_MS = 250

/**
 * Searches the output of a run on the server. A new text ends the search before it, also on the server.
 * @param text what to search; empty for no search
 */
export function useMatches(
  runId: string,
  text: string,
  { runTaskId = null, sessionId = null }: SearchedOutput = {},
): Matches {
  const client = useClient()
  const [state, setState] = useState(IDLE)
  const stop = useRef(() => {})

  const load = useCallback(
    (after: string | null) => {
      stop.current()
      setState((old) => ({ ...old, isLoading: true }))
      const variables = { id: runId, text, runTaskId, sessionId, after, counts: after === null }
      const { unsubscribe } = client
        .query(RUN_MATCHES, variables, { requestPolicy: 'network-only' })
        .subscribe(({ data, error }) => {
          const result = resultOf({ data, error })
          setState((old) => {
            if (result.kind === 'fault') return { ...old, fault: result.fault, isLoading: false }
            const page = result.data.run?.searchOutput
            return { pages: page ? [...old.pages, page] : old.pages, fault: null, isLoading: false }
          })
        })
      stop.current = unsubscribe
    },
    [client, runId, text, runTaskId, sessionId],
  )

  useEffect(() => {
    setState({ ...IDLE, isLoading: text !== '' })
    if (text === '') return
    const timer = setTimeout(() => load(null), TYPING_MS)
    return () => {
      clearTimeout(timer)
      stop.current()
    }
  }, [load, text])

  const last = state.pages.at(-1)?.pageInfo
  return {
    found: state.pages.flatMap(({ edges }) => edges.map(({ node }) => node)),
    first: state.pages[0] ?? null,
    fault: state.fault,
    isLoading: state.isLoading,
    more: last?.hasNextPage ? () => load(last.endCursor) : null,
  }
}
