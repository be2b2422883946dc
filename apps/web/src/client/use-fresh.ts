import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient } from 'urql'
import type { Connection } from '../live/follow.ts'
import { WakeablePause } from '../live/pause.ts'
import { type Fault, isUnreachable } from './faults.ts'
import type { TadaDocumentNode } from './graphql.ts'
import { keepFresh } from './keep-fresh.ts'
import { type Result, resultOf } from './result.ts'

export interface Fresh<Data> {
  /** The newest data. It stays while the server is unreachable, and is null before the first response. */
  data: Data | null
  /** The error of the newest response; null when it has data. */
  fault: Fault | null
  /** It is null before the first response. */
  connection: Connection | null
  /** Reads now. The button "Try now" calls it. */
  refresh: () => void
}

const EVERY_MS = 5000

/** For data whose changes the page learns from a stream: the timer is then the longest of a browser. */
export const WHEN_ASKED_MS = 2 ** 31 - 1

/**
 * Reads a document every 5 s, when the page becomes visible, and when `refresh` is called.
 * @param everyMs the ms between two reads while nobody calls `refresh`
 */
export function useFresh<Data, Variables extends Record<string, unknown>>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables,
  everyMs = EVERY_MS,
): Fresh<Data> {
  const client = useClient()
  const key = JSON.stringify(variables)
  const [result, setResult] = useState<Result<Data> | null>(null)
  const [connection, setConnection] = useState<Connection | null>(null)
  const pause = useRef(new WakeablePause())
  /** Whether a refresh was requested during a read. If so, another read follows, because the present read may lack the newest change. */
  const wanted = useRef(false)
  const refresh = useCallback(() => {
    wanted.current = true
    pause.current.wake()
  }, [])

  useEffect(() => {
    const asked = JSON.parse(key) as Variables
    const controller = new AbortController()
    const kept = client.readQuery(document, asked)
    // When the variables change to load more entries, the page keeps the present entries until the response arrives.
    if (kept?.data && !kept.error) setResult({ kind: 'data', data: kept.data })
    void keepFresh<Result<Data>>({
      load: async () => {
        wanted.current = false
        const { data, error } = await client.query(document, asked).toPromise()
        if (error && isUnreachable(error)) throw error
        return resultOf({ data, error })
      },
      onData: setResult,
      onConnection: setConnection,
      everyMs,
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
  }, [client, document, key, everyMs, refresh])

  return {
    data: result?.kind === 'data' ? result.data : null,
    fault: result?.kind === 'fault' ? result.fault : null,
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
