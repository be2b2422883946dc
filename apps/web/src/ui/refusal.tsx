import type { ReactNode } from 'react'
import type { GlyphStatus } from '../marks/statuses.ts'
import { Notice } from './notice.tsx'

export interface RefusalProps {
  /** What did not happen and why, such as "Not started: run 12 is active." */
  title: ReactNode
  /** Explains the rule and says what to do. */
  children?: ReactNode
  actions?: ReactNode
  /** The type of the refusal in the API, such as `RunActiveError`. */
  errorType: string
  status?: GlyphStatus
  className?: string
}

/** The message about an action that the server refused. */
export function Refusal({ status = 'FAILED', ...rest }: RefusalProps) {
  return <Notice role="alert" status={status} {...rest} />
}
