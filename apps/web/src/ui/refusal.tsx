import type { ReactNode } from 'react'
import type { GlyphStatus } from '../marks/statuses.ts'
import { Notice } from './notice.tsx'

export interface RefusalProps {
  /** What did not happen, then why: "Not started: run 12 is active." */
  title: ReactNode
  /** The rule, and the way on. */
  children?: ReactNode
  actions?: ReactNode
  /** The refusal's type in the API. */
  errorType: string
  status?: GlyphStatus
  className?: string
}

/** An act that the server refused, in its place, in the words of the API. */
export function Refusal({ status = 'FAILED', ...rest }: RefusalProps) {
  return <Notice role="alert" status={status} {...rest} />
}
