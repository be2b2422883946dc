'use client'

import { type ReactNode, useEffect, useState } from 'react'

/** Shorter waits show nothing: a flash of grey is worse than none. */
const SHOWN_AFTER_MS = 200

/** Stands where something is being read. Static: nothing blinks. */
export function Skeleton({ children, label = 'Loading' }: { children: ReactNode; label?: string }) {
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), SHOWN_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  if (!shown) return null
  return (
    <div role="status" aria-label={label}>
      {children}
    </div>
  )
}

/** One line of text to come. */
export const SkeletonLine = ({ width, className = '' }: { width: number | string; className?: string }) => (
  <span className={`block h-[9px] rounded-[2px] bg-(--bg-3) ${className}`} style={{ width }} />
)
