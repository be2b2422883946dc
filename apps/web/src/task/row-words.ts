import type { AttemptRow } from '@coppice/run-model'
import type { GlyphStatus } from '../marks/statuses.ts'

/** @returns the status that a session's row shows: whether the work was merged, and not only how the agent ended. */
export const rowStatus = (row: AttemptRow): GlyphStatus => {
  if (row.outcome === 'open') return row.session.status === 'RUNNING' ? 'RUNNING' : 'MERGING'
  const shown = { merged: 'COMPLETED', failed: 'FAILED', conflict: 'CONFLICT', stopped: 'CANCELLED' } as const
  return shown[row.outcome]
}

export const rowName = ({ session }: AttemptRow): string =>
  session.kind === 'CONFLICT' ? 'Conflict session' : `Attempt ${session.attempt}`
