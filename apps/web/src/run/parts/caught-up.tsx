'use client'

import { useEffect, useState } from 'react'
import { count } from '../../words/format.ts'

const SHOWN_MS = 8000

/** The text after a reconnection, for example `Caught up on 318 events in 0.4 s.` */
export const caughtUpWords = (missed: number, tookMs: number): string =>
  missed === 0
    ? 'Reconnected. Nothing was missed.'
    : `Caught up on ${count(missed)} ${missed === 1 ? 'event' : 'events'} in ${(tookMs / 1000).toFixed(1)} s.`

export interface CaughtUpProps {
  missed: number
  tookMs: number
}

/** Shown for a short time after a lost connection, when all missed events have arrived. Give each notice a new `key`. */
export function CaughtUp({ missed, tookMs }: CaughtUpProps) {
  const [shown, setShown] = useState(true)
  useEffect(() => {
    const timer = setTimeout(() => setShown(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [])
  if (!shown) return null
  return (
    <p role="status" className="flex-none border-b border-(--hair) bg-(--bg-2) px-6 py-2 max-[719px]:px-4">
      <b className="font-semibold">{caughtUpWords(missed, tookMs)}</b>
    </p>
  )
}
