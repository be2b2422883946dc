import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient } from 'urql'
import type { Connection } from '../live/follow.ts'
import { WakeablePause } from '../live/pause.ts'
import { type Fault, faultOf, isUnreachable } from './faults.ts'
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

type Answer<Data> = { data: Data } | { fault: Fault }

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

  useEffect(() => {
    const asked = JSON.parse(key) as Variables
    const controller = new AbortController()
    const kept = client.readQuery(document, asked)?.data
    // A page that asks for more of the same keeps what it shows until more is there.
    if (kept) setAnswer({ data: kept })
    void keepFresh<Answer<Data>>({
      load: async () => {
        const { data, error } = await client.query(document, asked).toPromise()
        if (error && isUnreachable(error)) throw error
        const [first] = error?.graphQLErrors ?? []
        return data ? { data } : { fault: faultOf(first ?? { message: 'The server answered with nothing.' }) }
      },
      onData: setAnswer,
      onConnection: setConnection,
      everyMs: EVERY_MS,
      pause: pause.current,
      now: Date.now,
      signal: controller.signal,
    })
    const stopListening = onLookedAt(() => pause.current.wake())
    return () => {
      controller.abort()
      stopListening()
    }
  }, [client, document, key])

  const refresh = useCallback(() => pause.current.wake(), [])
  return {
    data: answer !== null && 'data' in answer ? answer.data : null,
    fault: answer !== null && 'fault' in answer ? answer.fault : null,
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
