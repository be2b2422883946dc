'use client'

import { useEffect, useState } from 'react'
import { useClient } from 'urql'
import { useOpenStream } from '../../client/console-provider.tsx'
import { WakeablePause } from '../../live/pause.ts'
import { followLiveRun, type LiveRun, OPENING } from './live-run.ts'

/** A run as it lives. `retry` ends the wait for the next try to connect. */
export function useRun(id: string): LiveRun & { retry: () => void } {
  const client = useClient()
  const openStream = useOpenStream()
  const [run, setRun] = useState<LiveRun>(OPENING)
  const [pause] = useState(() => new WakeablePause())
  useEffect(() => {
    const controller = new AbortController()
    setRun(OPENING)
    followLiveRun({ client, openStream, id, pause, signal: controller.signal, onChange: setRun }).catch((error) => {
      if (!controller.signal.aborted) throw error
    })
    const wake = () => pause.wake()
    window.addEventListener('online', wake)
    return () => {
      controller.abort()
      window.removeEventListener('online', wake)
    }
  }, [client, openStream, id, pause])
  return { ...run, retry: () => pause.wake() }
}
