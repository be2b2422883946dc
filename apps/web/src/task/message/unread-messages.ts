import type { RunEvent, RunEventOf } from '@coppice/run-model'

export type SentMessage = RunEventOf<'SessionMessageSent'>

/**
 * Finds the messages to a session that its agent has not read. A message that the agent has read is a line of the transcript.
 * @param events the events of the run
 */
export function unreadMessages(events: readonly RunEvent[], sessionId: string | null): readonly SentMessage[] {
  const read = new Set(
    events.flatMap((event) => (event.__typename === 'SessionMessageReceived' ? [event.messageId] : [])),
  )
  return events.flatMap((event) =>
    event.__typename === 'SessionMessageSent' && event.sessionId === sessionId && !read.has(event.messageId)
      ? [event]
      : [],
  )
}
