'use client'

import { useEffect, useState } from 'react'

/**
 * The present time in ms since the epoch, updated once a second.
 * @param frozenAt the time at which the connection was lost, or null while the connection is open. The clock stops at this time, because the
 * data is out of date.
 */
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
