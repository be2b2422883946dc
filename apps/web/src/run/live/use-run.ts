'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient } from 'urql'
import { useOpenStream } from '../../client/console-provider.tsx'
import { WakeablePause } from '../../live/pause.ts'
import { type Amend, followLiveRun, type LiveRun, OPENING } from './live-run.ts'

export interface UsedRun extends LiveRun {
  /** Tries to connect now. */
  retry: () => void
  /** Puts the result of a mutation into the view before the event arrives. */
  amend: Amend
  /** Loads the run again and follows it, even if it has ended. */
  again: () => void
}

export function useRun(id: string): UsedRun {
  const client = useClient()
  const openStream = useOpenStream()
  const [run, setRun] = useState<LiveRun>(OPENING)
  const [round, setRound] = useState(0)
  const again = useCallback(() => setRound((number) => number + 1), [])
  const [pause] = useState(() => new WakeablePause())
  const amending = useRef<Amend | null>(null)
  const amend = useCallback<Amend>((facts) => amending.current?.(facts), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of `round` loads the run again
  useEffect(() => {
    const controller = new AbortController()
    // The page keeps showing the old state while the same run is loaded again.
    setRun((old) => (old.view?.id === id ? old : OPENING))
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
  }, [client, openStream, id, pause, round])
  return { ...run, retry: () => pause.wake(), amend, again }
}
