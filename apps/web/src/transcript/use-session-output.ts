'use client'

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useClient } from 'urql'
import { useOpenStream } from '../client/console-provider.tsx'
import { batched } from '../live/batched.ts'
import { type Connection, follow } from '../live/follow.ts'
import { WakeablePause } from '../live/pause.ts'
import { within } from '../live/within.ts'
import { LONGEST_TEXT, NEWEST_LINES, OUTPUT_PARTS, SESSION_REACHED } from './output-documents.ts'
import type { OpenText, OutputLine } from './output-line.ts'
import {
  earlierOf,
  isWhole,
  laterOf,
  movedTo,
  NO_OUTPUT,
  type OutputPart,
  type OutputWindow,
  withEarlier,
  withLater,
  withNew,
} from './output-window.ts'
import { useOutputPages } from './use-output-pages.ts'

const ANSWER_MS = 8000

/** The output of a session. The page keeps a part of it and loads other parts when a person reads or searches there. */
export interface SessionOutput {
  sessionId: string | null
  /** The lines that the page keeps. They have consecutive numbers. */
  lines: readonly OutputLine[]
  /** The number of the last line on the server, as far as the page knows. */
  last: number
  /** What the agent is writing after the last line. It is null when nothing is known of it, or when the page shows an earlier part. */
  openText: OpenText | null
  /** When the last line was printed, in ISO-8601. It is null before the first line has arrived. */
  lastAt: string | null
  /** How many lines are before and after those that the page keeps. */
  earlier: number
  later: number
  /** Whether the page keeps the whole output. */
  isWhole: boolean
  /** Whether the page shows an earlier part of the output, so that new lines do not appear. */
  isEarlierPart: boolean
  connection: Connection | { state: 'opening' }
  /** Says whether the person is at the end of `lines`. Only then, old lines leave the page when new ones arrive. */
  setAtEnd: (atEnd: boolean) => void
  loadEarlier: () => void
  loadLater: () => void
  /** Loads the lines around the line with this number, instead of the present ones. */
  show: (sequence: number) => void
  /** Follows the newest lines again. */
  toEnd: () => void
  /** Loads the whole text of a line. */
  wholeText: (sequence: number) => Promise<string>
}

interface Followed {
  of: string | null
  window: OutputWindow
  isEarlierPart: boolean
  openText: OpenText | null
  lastAt: string | null
  connection: SessionOutput['connection']
}

const nothingOf = (of: string | null): Followed => ({
  of,
  window: NO_OUTPUT,
  isEarlierPart: false,
  openText: null,
  lastAt: null,
  connection: { state: 'opening' },
})

/**
 * Loads the newest lines of a session, and follows new lines. It keeps a bounded number of lines (R4).
 * @param ended whether the session has ended
 */
export function useSessionOutput(sessionId: string | null, ended: boolean): SessionOutput {
  const client = useClient()
  const openStream = useOpenStream()
  const { pageAround, pageBefore, pageAfter, wholeText } = useOutputPages(sessionId)
  const [followed, setFollowed] = useState<Followed>(() => nothingOf(null))
  const [restarts, setRestarts] = useState(0)
  const hasEnded = useRef(ended)
  hasEnded.current = ended
  /** Whether new lines push out old ones. */
  const atEnd = useRef(true)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a restart follows the newest lines again
  useEffect(() => {
    setFollowed((old) => (old.of === sessionId ? old : nothingOf(sessionId)))
    atEnd.current = true
    if (sessionId === null) return
    const controller = new AbortController()
    let newest = 0
    const arrived = batched<OutputPart>((parts) =>
      setFollowed((old) => {
        const isAtEnd = atEnd.current && !old.isEarlierPart
        const window = parts.reduce((before, part) => withNew(before, part, isAtEnd), old.window)
        const lastAt = parts.at(-1)?.entries.at(-1)?.at ?? old.lastAt
        const openText = parts.at(-1)?.openText ?? null
        return { ...old, window, lastAt, openText, isEarlierPart: !isAtEnd && laterOf(window) > 0 }
      }),
    )
    follow<OutputPart & { sequence: number }>({
      source: {
        open: (after, next, signal) =>
          openStream(
            OUTPUT_PARTS,
            { sessionId, after, newest: NEWEST_LINES, longest: LONGEST_TEXT },
            ({ sessionOutputParts: part }) => next({ ...part, sequence: part.entries.at(-1)?.sequence ?? newest }),
            signal,
          ),
        newest: async () => {
          const asked = client.query(SESSION_REACHED, { id: sessionId }, { requestPolicy: 'network-only' }).toPromise()
          const { data, error } = await within(asked, ANSWER_MS)
          if (!data) throw error ?? new Error('The server did not respond.')
          return newest
        },
      },
      after: 0,
      onItem: (part) => {
        newest = part.sequence
        arrived.add(part)
        // Parts with lines come seldom. A part without lines is what a person sees the agent write.
        if (part.entries.length === 0) arrived.flush()
      },
      onConnection: (connection) => {
        arrived.flush()
        setFollowed((old) => ({ ...old, connection, openText: connection.state === 'live' ? old.openText : null }))
      },
      isEnded: () => hasEnded.current,
      pause: new WakeablePause(),
      now: Date.now,
      signal: controller.signal,
    }).catch(() => setFollowed((old) => ({ ...old, connection: { state: 'ended' } })))
    return () => {
      controller.abort()
      arrived.drop()
    }
  }, [client, openStream, sessionId, restarts])

  const { window, lastAt, connection, isEarlierPart, openText } =
    followed.of === sessionId ? followed : nothingOf(sessionId)
  const change = useCallback(
    (into: (old: OutputWindow) => OutputWindow) =>
      setFollowed((old) => {
        if (old.of !== sessionId) return old
        const moved = into(old.window)
        return { ...old, window: moved, isEarlierPart: laterOf(moved) > 0 }
      }),
    [sessionId],
  )
  const actions = useMemo(
    () => ({
      setAtEnd: (is: boolean) => {
        atEnd.current = is
      },
      show: (sequence: number) => pageAround(sequence, (page) => change((old) => movedTo(old, page))),
      toEnd: () => {
        setFollowed((old) => ({ ...old, isEarlierPart: false }))
        setRestarts((count) => count + 1)
      },
      wholeText,
    }),
    [change, pageAround, wholeText],
  )
  return {
    ...{ sessionId, lines: window.lines, last: window.last, lastAt, connection },
    openText: laterOf(window) === 0 && !isEarlierPart ? openText : null,
    ...{ earlier: earlierOf(window), later: laterOf(window), isWhole: isWhole(window), isEarlierPart },
    ...actions,
    loadEarlier: () => pageBefore(window.lines[0]?.sequence ?? 1, (page) => change((old) => withEarlier(old, page))),
    loadLater: () => pageAfter(window.lines.at(-1)?.sequence ?? 0, (page) => change((old) => withLater(old, page))),
  }
}
