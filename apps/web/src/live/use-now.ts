'use client'

import { useEffect, useState } from 'react'

/** The time, once a second. Stands still at `frozenAt`: a clock that runs on data which is not live would lie. */
export function useNow(frozenAt: number | null): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (frozenAt !== null) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [frozenAt])
  return frozenAt ?? now
}
