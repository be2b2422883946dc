import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient } from 'urql'
import type { Connection } from '../live/follow.ts'
import { WakeablePause } from '../live/pause.ts'
import { type Answer, answerOf } from './answer.ts'
import { type Fault, isUnreachable } from './faults.ts'
import type { TadaDocumentNode } from './graphql.ts'
import { keepFresh } from './keep-fresh.ts'

export interface Fresh<Data> {
  /** What the server answered last, also while it is away; null before its first answer. */
  data: Data | null
  /** What it answered instead. */
  fault: Fault | null
  /** Null before its first answer. */
  connection: Connection | null
  /** Reads now; also "Try now". */
  refresh: () => void
}

const EVERY_MS = 5000

/** A document's data, read again every 5 s, when the window is looked at again, and when `refresh` is called. */
export function useFresh<Data, Variables extends Record<string, unknown>>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables,
): Fresh<Data> {
  const client = useClient()
  const key = JSON.stringify(variables)
  const [answer, setAnswer] = useState<Answer<Data> | null>(null)
  const [connection, setConnection] = useState<Connection | null>(null)
  const pause = useRef(new WakeablePause())
  /** Asked for while something was being read, which may have been read before the change that the asker knows of. */
  const wanted = useRef(false)
  const refresh = useCallback(() => {
    wanted.current = true
    pause.current.wake()
  }, [])

  useEffect(() => {
    const asked = JSON.parse(key) as Variables
    const controller = new AbortController()
    const kept = client.readQuery(document, asked)
    // A page that asks for more of the same keeps what it shows until more is there.
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

/** When the page is looked at again, or the machine is online again. */
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
