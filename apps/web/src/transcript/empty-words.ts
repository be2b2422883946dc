import type { SessionOutput } from './use-session-output.ts'

/** What stands where no line does: that nothing was said is known only when all of it is here. */
export function emptyWords(
  session: { endedAt: number | null } | null,
  connection: SessionOutput['connection'],
): string {
  if (session === null) return 'No session has begun.'
  if (session.endedAt === null) return 'No output yet.'
  return connection.state === 'ended' ? 'This session printed nothing.' : 'Its output is being read.'
}
