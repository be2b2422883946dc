import type { SessionOutput } from './use-session-output.ts'

/**
 * What stands where no line does. That nothing was said is known only when all of it is here, or when the server says so of
 * an agent that is alive: `lastLine`, undefined where it has not told.
 */
export function emptyWords(
  session: { endedAt: number | null } | null,
  connection: SessionOutput['connection'],
  lastLine: string | null | undefined,
): string {
  if (session === null) return 'No session has started.'
  if (connection.state === 'ended') return 'This session printed nothing.'
  return session.endedAt === null && lastLine === null ? 'No output yet.' : 'Loading its output.'
}
