import type { ReactNode } from 'react'
import type { GlyphStatus } from '../marks/statuses.ts'
import { Notice } from './notice.tsx'

export interface RefusalProps {
  /** What did not happen, then why: "Not started: run 12 is active." */
  title: ReactNode
  /** The rule, and what to do. */
  children?: ReactNode
  actions?: ReactNode
  /** The type of the refusal in the API. */
  errorType: string
  status?: GlyphStatus
  className?: string
}

/** An action that the server refused, shown in place, as the API words it. */
export function Refusal({ status = 'FAILED', ...rest }: RefusalProps) {
  return <Notice role="alert" status={status} {...rest} />
}
