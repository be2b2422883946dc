'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient } from 'urql'
import { useOpenStream } from '../../client/console-provider.tsx'
import { WakeablePause } from '../../live/pause.ts'
import { type Amend, followLiveRun, type LiveRun, OPENING } from './live-run.ts'

export interface UsedRun extends LiveRun {
  /** Ends the wait for the next try to connect. */
  retry: () => void
  /** Puts into the view what a mutation answered, until its event comes. */
  amend: Amend
}

/** A run as it lives. */
export function useRun(id: string): UsedRun {
  const client = useClient()
  const openStream = useOpenStream()
  const [run, setRun] = useState<LiveRun>(OPENING)
  const [pause] = useState(() => new WakeablePause())
  const amending = useRef<Amend | null>(null)
  const amend = useCallback<Amend>((facts) => amending.current?.(facts), [])
  useEffect(() => {
    const controller = new AbortController()
    setRun(OPENING)
    const { signal } = controller
    const onAmendable = (next: Amend) => {
      if (!signal.aborted) amending.current = next
    }
    followLiveRun({ client, openStream, id, pause, signal, onChange: setRun, onAmendable }).catch((error) => {
      if (!signal.aborted) throw error
    })
    const wake = () => pause.wake()
    window.addEventListener('online', wake)
    return () => {
      controller.abort()
      window.removeEventListener('online', wake)
    }
  }, [client, openStream, id, pause])
  return { ...run, retry: () => pause.wake(), amend }
}
