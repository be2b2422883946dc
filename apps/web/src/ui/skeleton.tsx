import type { ReactNode } from 'react'

/** Stands where something is being read; shows after 200 ms, for a flash of grey is worse than none. Static: nothing blinks. */
export function Skeleton({ children, label = 'Loading' }: { children: ReactNode; label?: string }) {
  return (
    <div role="status" aria-label={label} className="animate-[appear_0s_200ms_both]">
      {children}
    </div>
  )
}

/** One line of text to come. */
export const SkeletonLine = ({ width, className = '' }: { width: number | string; className?: string }) => (
  <span className={`block h-[9px] rounded-[2px] bg-(--bg-3) ${className}`} style={{ width }} />
)
