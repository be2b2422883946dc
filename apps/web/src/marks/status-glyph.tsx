import type { ReactNode } from 'react'
import styles from './marks.module.css'
import { type GlyphStatus, statusColour } from './statuses.ts'

const ring = <circle cx="7" cy="7" r="5" fill="none" stroke="currentColor" strokeWidth="1.5" />

const pending = (
  <circle cx="7" cy="7" r="4.75" fill="none" stroke="currentColor" strokeWidth="1.4" strokeDasharray="2.1 1.63" />
)
const running = (
  <>
    {ring}
    <circle className={styles.bud} cx="7" cy="7" r="2.2" fill="currentColor" />
  </>
)
const merging = (
  <>
    <path d="M1.2 3.6H12.8" stroke="currentColor" strokeWidth="1.5" />
    <path d="M1.2 11H5Q9 11 9 7V3.6" fill="none" stroke="currentColor" strokeWidth="1.5" />
    <circle cx="9" cy="3.6" r="2.5" fill="currentColor" />
  </>
)
const completed = (
  <>
    <circle cx="7" cy="7" r="5.75" fill="currentColor" />
    <path
      d="M4.4 7.2l1.9 1.9 3.4-3.9"
      fill="none"
      stroke="var(--bg)"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </>
)
const failed = (
  <>
    <rect x="1.5" y="1.5" width="11" height="11" rx="1.5" fill="currentColor" />
    <path d="M4.7 4.7l4.6 4.6m0-4.6L4.7 9.3" stroke="var(--bg)" strokeWidth="1.6" strokeLinecap="round" />
  </>
)
const conflict = <path d="M6.2 1.2V12.8L.4 7zM7.8 1.2V12.8L13.6 7z" fill="currentColor" />
const skipped = (
  <path
    d="M2.6 3.2L6.4 7 2.6 10.8M7.6 3.2L11.4 7 7.6 10.8"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.5"
    strokeLinecap="round"
    strokeLinejoin="round"
  />
)
const cancelled = (
  <>
    <rect x="2.5" y="2.5" width="9" height="9" rx="1" fill="none" stroke="currentColor" strokeWidth="1.5" />
    <path d="M5 7h4" stroke="currentColor" strokeWidth="1.5" />
  </>
)
const held = (
  <>
    {ring}
    <path d="M7 4.2V7l2 1.5" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
  </>
)
const paused = <path d="M4.5 3v8M9.5 3v8" stroke="currentColor" strokeWidth="2" />

const SHAPES: Record<GlyphStatus, ReactNode> = {
  PENDING: pending,
  RUNNING: running,
  MERGING: merging,
  COMPLETED: completed,
  FAILED: failed,
  ERROR: failed,
  CONFLICT: conflict,
  SKIPPED: skipped,
  CANCELLED: cancelled,
  CANCELLING: cancelled,
  INTERRUPTED: cancelled,
  HELD: held,
  PAUSED: paused,
}

export interface StatusGlyphProps {
  status: GlyphStatus
  size?: 11 | 12 | 14 | 16
  /** The accessible name. The default is the status. Pass an empty text if the text beside the glyph already names the status. */
  label?: string
  className?: string
}

/** Draws a status. Each status has its own shape and colour, so that it can be recognised without seeing colours. */
export function StatusGlyph({ status, size = 14, label = status, className = '' }: StatusGlyphProps) {
  return (
    <svg
      role="img"
      aria-label={label === '' ? undefined : label}
      aria-hidden={label === ''}
      className={`inline-block flex-none align-[-2px] ${className}`}
      style={{ color: statusColour(status) }}
      width={size}
      height={size}
      viewBox="0 0 14 14"
    >
      {SHAPES[status] ?? pending}
    </svg>
  )
}
