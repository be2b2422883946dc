'use client'

import { useEffect, useRef, useState } from 'react'
import { useClient } from 'urql'
import { useOpenStream } from '../client/console-provider.tsx'
import { graphql } from '../client/graphql.ts'
import { batched } from '../live/batched.ts'
import { type Connection, follow } from '../live/follow.ts'
import { WakeablePause } from '../live/pause.ts'
import { within } from '../live/within.ts'
import type { OutputLine } from './output-line.ts'

const SESSION_OUTPUT = graphql(`
  subscription SessionOutputLines($sessionId: ID!, $after: Int!) {
    sessionOutput(sessionId: $sessionId, after: $after) {
      sequence
      at
      kind
      text
    }
  }
`)

const SESSION_REACHED = graphql(`
  query SessionReached($id: ID!) {
    session(id: $id) {
      status
    }
  }
`)

const ANSWER_MS = 8000

export interface SessionOutput {
  lines: readonly OutputLine[]
  connection: Connection | { state: 'opening' }
}

const NOTHING: SessionOutput = { lines: [], connection: { state: 'opening' } }

/** Loads the output of a session from its first line on, and follows new lines. @param ended whether the session has ended */
export function useSessionOutput(sessionId: string | null, ended: boolean): SessionOutput {
  const client = useClient()
  const openStream = useOpenStream()
  const [output, setOutput] = useState<SessionOutput & { of: string | null }>({ ...NOTHING, of: null })
  const hasEnded = useRef(ended)
  hasEnded.current = ended
  useEffect(() => {
    setOutput({ ...NOTHING, of: sessionId })
    if (sessionId === null) return
    const controller = new AbortController()
    let newest = 0
    const arrived = batched<OutputLine>((items) => setOutput((old) => ({ ...old, lines: [...old.lines, ...items] })))
    follow<OutputLine>({
      source: {
        open: (after, next, signal) =>
          openStream(SESSION_OUTPUT, { sessionId, after }, ({ sessionOutput }) => next(sessionOutput), signal),
        newest: async () => {
          const asked = client.query(SESSION_REACHED, { id: sessionId }, { requestPolicy: 'network-only' }).toPromise()
          const { data, error } = await within(asked, ANSWER_MS)
          if (!data) throw error ?? new Error('The server did not respond.')
          return newest
        },
      },
      after: 0,
      onItem: (line) => {
        newest = line.sequence
        arrived.add(line)
      },
      onConnection: (connection) => setOutput((old) => ({ ...old, connection })),
      isEnded: () => hasEnded.current,
      pause: new WakeablePause(),
      now: Date.now,
      signal: controller.signal,
    }).catch(() => setOutput((old) => ({ ...old, connection: { state: 'ended' } })))
    return () => {
      controller.abort()
      arrived.drop()
    }
  }, [client, openStream, sessionId])
  return output.of === sessionId ? output : NOTHING
}
