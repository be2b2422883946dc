'use client'

import type { ReactNode } from 'react'
import type { Connection } from '../live/follow.ts'
import { Bar, type Crumb } from './bar.tsx'

export interface ShellProps {
  /** The path from the first page to this one. */
  crumbs: readonly Crumb[]
  /** The state of the connection. It is null before the first response. */
  connection: Connection | null
  /** The text instead of "Live" when nothing on the page changes, such as "No active run". */
  still?: ReactNode
  children: ReactNode
}

/** The frame of every page: the bar and the content. */
export function Shell({ children, ...bar }: ShellProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-(--bg) focus:px-3 focus:py-2"
      >
        Skip to the content
      </a>
      <Bar {...bar} />
      <main id="main" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
        {children}
      </main>
    </div>
  )
}
