'use client'

import type { RunEvent } from '@coppice/run-model'
import { useEffect, useState } from 'react'
import { useClient } from 'urql'
import { useOpenStream } from '../../client/console-provider.tsx'
import { batched } from '../../live/batched.ts'
import { follow } from '../../live/follow.ts'
import { WakeablePause } from '../../live/pause.ts'
import { runEvents } from './run-source.ts'

const NONE: readonly RunEvent[] = []

/** Loads and follows all events of the run, from the first event on. @param wanted while it is false, nothing is loaded */
export function useRunEvents(id: string, wanted: boolean): readonly RunEvent[] {
  const client = useClient()
  const openStream = useOpenStream()
  const [events, setEvents] = useState(NONE)
  useEffect(() => {
    if (!wanted) return
    setEvents(NONE)
    const controller = new AbortController()
    let ended = false
    const arrived = batched<RunEvent>((items) => setEvents((old) => [...old, ...items]))
    follow<RunEvent>({
      source: runEvents(client, openStream, id),
      after: 0,
      onItem: (event) => {
        ended ||= event.__typename === 'RunFinished'
        arrived.add(event)
      },
      onConnection: () => {},
      isEnded: () => ended,
      pause: new WakeablePause(),
      now: Date.now,
      signal: controller.signal,
    }).catch(() => setEvents(NONE))
    return () => {
      controller.abort()
      arrived.drop()
    }
  }, [client, openStream, id, wanted])
  return events
}
