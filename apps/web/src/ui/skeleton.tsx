import type { ReactNode } from 'react'

/** A placeholder while a page loads. It appears after 200 ms, so that it does not flash when the page loads quickly. */
export function Skeleton({ children, label = 'Loading' }: { children: ReactNode; label?: string }) {
  return (
    <div role="status" aria-label={label} className="animate-[appear_0s_200ms_both]">
      {children}
    </div>
  )
}

export const SkeletonLine = ({ width, className = '' }: { width: number | string; className?: string }) => (
  <span className={`block h-[9px] rounded-[2px] bg-(--bg-3) ${className}`} style={{ width }} />
)
