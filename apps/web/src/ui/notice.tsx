import type { ReactNode } from 'react'
import { StatusGlyph } from '../marks/status-glyph.tsx'
import type { GlyphStatus } from '../marks/statuses.ts'

export interface NoticeProps {
  status: GlyphStatus
  title: ReactNode
  children?: ReactNode
  actions?: ReactNode
  /** The type of the refusal in the API, such as `RunActiveError`. */
  errorType?: string
  /** `alert` interrupts a screen reader. Leave the role out for a notice that is on the page from the start. */
  role?: 'alert' | 'status'
  className?: string
}

/** A message on the page, with a status, a title and buttons. */
export function Notice({ status, title, children, actions, errorType, role, className = '' }: NoticeProps) {
  return (
    <div role={role} className={`flex gap-3 border-(--ink) border-t-2 bg-(--bg-2) px-4 pt-2.5 pb-3 ${className}`}>
      <StatusGlyph status={status} label="" className="mt-0.5" />
      <div className="min-w-0 flex-1">
        <b className="font-semibold">{title}</b>
        {children && <div className="max-w-[620px] text-(--text-2)">{children}</div>}
        {(actions || errorType) && (
          <div className="mt-3 flex flex-wrap items-center gap-2">
            {actions}
            {errorType && <span className="ml-auto font-mono text-(--text-3)">{errorType}</span>}
          </div>
        )}
      </div>
    </div>
  )
}
