'use client'

import type { ReactNode } from 'react'
import { usePaneHeight } from './use-pane-height.ts'

/** The area below the board. Its height can be changed by dragging its upper edge. */
export function Pane({ children }: { children: ReactNode }) {
  const { height, handle } = usePaneHeight()
  return (
    <div
      className="relative flex min-h-[200px] flex-1 flex-col border-t border-(--hair) bg-(--bg)"
      style={height === null ? undefined : { flex: `0 0 ${height}px` }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be dragged and has no keyboard focus */}
      <div
        {...handle}
        role="separator"
        tabIndex={0}
        aria-orientation="horizontal"
        aria-label="Height of the pane; arrow keys change it"
        aria-valuenow={height ?? 0}
        className="absolute -top-1 z-30 h-2 w-full cursor-row-resize touch-none"
      />
      {children}
    </div>
  )
}
