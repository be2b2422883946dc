import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient } from 'urql'
import type { Connection } from '../live/follow.ts'
import { WakeablePause } from '../live/pause.ts'
import { type Answer, answerOf } from './answer.ts'
import { type Fault, isUnreachable } from './faults.ts'
import type { TadaDocumentNode } from './graphql.ts'
import { keepFresh } from './keep-fresh.ts'

export interface Fresh<Data> {
  /** The last data of the server, kept while the server is not reachable. It is null before the first response. */
  data: Data | null
  /** The error, if the server returned one instead of data. */
  fault: Fault | null
  /** It is null before the first response. */
  connection: Connection | null
  /** Reads now. "Try now" also calls it. */
  refresh: () => void
}

const EVERY_MS = 5000

/** The data of a document. It is read again every 5 s, when the window becomes visible, and when `refresh` is called. */
export function useFresh<Data, Variables extends Record<string, unknown>>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables,
): Fresh<Data> {
  const client = useClient()
  const key = JSON.stringify(variables)
  const [answer, setAnswer] = useState<Answer<Data> | null>(null)
  const [connection, setConnection] = useState<Connection | null>(null)
  const pause = useRef(new WakeablePause())
  /** A refresh was requested during a read. That read may be older than the change that the caller knows of. */
  const wanted = useRef(false)
  const refresh = useCallback(() => {
    wanted.current = true
    pause.current.wake()
  }, [])

  useEffect(() => {
    const asked = JSON.parse(key) as Variables
    const controller = new AbortController()
    const kept = client.readQuery(document, asked)
    // A page that asks for more entries keeps its present ones until the new ones are here.
    if (kept?.data && !kept.error) setAnswer({ kind: 'answered', data: kept.data })
    void keepFresh<Answer<Data>>({
      load: async () => {
        wanted.current = false
        const { data, error } = await client.query(document, asked).toPromise()
        if (error && isUnreachable(error)) throw error
        return answerOf({ data, error })
      },
      onData: setAnswer,
      onConnection: setConnection,
      everyMs: EVERY_MS,
      pause: {
        wait: async (ms, signal) => {
          if (!wanted.current) await pause.current.wait(ms, signal)
        },
      },
      now: Date.now,
      signal: controller.signal,
    })
    const stopListening = onLookedAt(refresh)
    return () => {
      controller.abort()
      stopListening()
    }
  }, [client, document, key, refresh])

  return {
    data: answer?.kind === 'answered' ? answer.data : null,
    fault: answer?.kind === 'fault' ? answer.fault : null,
    connection,
    refresh,
  }
}

/** Calls `call` when the page becomes visible again or the machine is online again. */
function onLookedAt(call: () => void): () => void {
  const ifVisible = () => document.visibilityState === 'visible' && call()
  window.addEventListener('focus', ifVisible)
  window.addEventListener('online', ifVisible)
  document.addEventListener('visibilitychange', ifVisible)
  return () => {
    window.removeEventListener('focus', ifVisible)
    window.removeEventListener('online', ifVisible)
    document.removeEventListener('visibilitychange', ifVisible)
  }
}
