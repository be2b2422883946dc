'use client'

import { useEffect, useMemo, useRef } from 'react'
import { useOpenStream } from '../client/console-provider.tsx'
import { LONGEST_TEXT, OUTPUT_PAGE, PAGE_LINES } from './output-documents.ts'
import type { OutputLine } from './output-line.ts'

type Use = (page: readonly OutputLine[]) => void

/** Loads pages of a session's output, one at a time. A page that is asked for while another is loading is not loaded. */
export function useOutputPages(sessionId: string | null) {
  const openStream = useOpenStream()
  const loading = useRef<AbortController | null>(null)
  useEffect(() => () => loading.current?.abort(), [])
  return useMemo(() => {
    /** It uses the socket, because the cache of the client would keep every page. */
    async function load(variables: { after: number; first: number; longest: number | null }, signal: AbortSignal) {
      if (sessionId === null) return []
      let page: readonly OutputLine[] = []
      const take = (data: { session: { output: OutputLine[] } | null }) => {
        page = data.session?.output ?? []
      }
      await openStream(OUTPUT_PAGE, { sessionId, ...variables }, take, signal)
      return page
    }
    function pageOf(after: number, first: number, use: Use): void {
      if (loading.current !== null) return
      const controller = new AbortController()
      loading.current = controller
      const isLast = () => loading.current === controller
      load({ after, first, longest: LONGEST_TEXT }, controller.signal)
        // The stream of the output reports a lost connection, and a later scroll asks for the page again.
        .catch(() => [])
        .then((page) => {
          if (isLast()) loading.current = null
          if (!controller.signal.aborted && page.length > 0) use(page)
        })
    }
    return {
      pageAround(sequence: number, use: Use) {
        loading.current?.abort()
        loading.current = null
        pageOf(Math.max(0, sequence - 1 - PAGE_LINES / 2), PAGE_LINES, use)
      },
      pageBefore(sequence: number, use: Use) {
        const first = Math.min(PAGE_LINES, sequence - 1)
        if (first > 0) pageOf(sequence - 1 - first, first, use)
      },
      pageAfter: (sequence: number, use: Use) => pageOf(sequence, PAGE_LINES, use),
      async wholeText(sequence: number): Promise<string> {
        const [line] = await load({ after: sequence - 1, first: 1, longest: null }, new AbortController().signal)
        if (line === undefined) throw new Error('The server did not send the line.')
        return line.text
      },
    }
  }, [openStream, sessionId])
}
