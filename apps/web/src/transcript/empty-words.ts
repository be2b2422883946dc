import type { SessionOutput } from './use-session-output.ts'

/**
 * The text of an empty transcript. It says that nothing was printed only when the whole output is here, or when the server says so about a
 * running agent (`lastLine`; undefined means that the server has not said anything).
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
