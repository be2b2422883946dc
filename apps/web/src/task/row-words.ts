import type { AttemptRow } from '@coppice/run-model'
import type { GlyphStatus } from '../marks/statuses.ts'
import { sessionName } from '../words/session-words.ts'

/** @returns the status that a session's row shows. It says what became of the work, such as a merge, and not only how the agent ended. */
export const rowStatus = (row: AttemptRow): GlyphStatus => {
  if (row.outcome === 'open') return row.session.status === 'RUNNING' ? 'RUNNING' : 'MERGING'
  return SHOWN[row.outcome]
}

const SHOWN = {
  merged: 'COMPLETED',
  done: 'COMPLETED',
  failed: 'FAILED',
  conflict: 'CONFLICT',
  stopped: 'CANCELLED',
} as const

export const rowName = ({ session }: AttemptRow): string => capitalised(sessionName(session))

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
