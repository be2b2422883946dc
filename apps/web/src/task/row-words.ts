import type { AttemptRow } from '@coppice/run-model'
import type { GlyphStatus } from '../marks/statuses.ts'

/** The mark of a session's row. It shows what happened to the work, which the session alone does not know. */
export const rowStatus = (row: AttemptRow): GlyphStatus => {
  if (row.outcome === 'open') return row.session.status === 'RUNNING' ? 'RUNNING' : 'MERGING'
  const shown = { merged: 'COMPLETED', failed: 'FAILED', conflict: 'CONFLICT', stopped: 'CANCELLED' } as const
  return shown[row.outcome]
}

export const rowName = ({ session }: AttemptRow): string =>
  session.kind === 'CONFLICT' ? 'Conflict session' : `Attempt ${session.attempt}`
