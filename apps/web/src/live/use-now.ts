'use client'

import { useEffect, useState } from 'react'

/** The time, updated once a second. It stops at `frozenAt`, because a running clock on stale data would mislead. */
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
