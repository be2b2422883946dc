import type { SessionOutput } from './use-session-output.ts'

/**
 * @returns the text to show instead of an empty output. Only after the whole output was loaded, it says that nothing was printed.
 * @param lastLine the last line of a running agent; null when it has printed nothing, undefined when this is unknown
 */
export function emptyWords(
  session: { endedAt: number | null } | null,
  connection: SessionOutput['connection'],
  lastLine: string | null | undefined,
): string {
  if (session === null) return 'No session has started.'
  if (connection.state === 'ended') return 'This session printed nothing.'
  return session.endedAt === null && lastLine === null ? 'No output yet.' : 'Loading the output.'
}
