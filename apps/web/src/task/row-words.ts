import type { GlyphStatus } from '../marks/statuses.ts'
import type { AttemptRow } from './attempt-rows.ts'

/** How a session's row is marked: what became of its work, which the session alone does not know. */
export const rowStatus = (row: AttemptRow): GlyphStatus => {
  if (row.outcome === 'open') return row.session.status === 'RUNNING' ? 'RUNNING' : 'MERGING'
  const shown = { merged: 'COMPLETED', failed: 'FAILED', conflict: 'CONFLICT', stopped: 'CANCELLED' } as const
  return shown[row.outcome]
}

export const rowName = ({ session }: AttemptRow): string =>
  session.kind === 'CONFLICT' ? 'Conflict session' : `Attempt ${session.attempt}`
