import type { InboxMessage } from '../domain/inbox-message.ts'
import type { RunTaskRecord, SessionMessageRecord, SessionRecord } from '../domain/records.ts'
import { type Command, command, type LifecycleDeps } from './change.ts'

/** A message that a person wants to send to a session. */
export interface NewMessage {
  /** A UUID that the sender has chosen. */
  id: string
  /** The name of the sender. It is null when it is not known. */
  author: string | null
  message: InboxMessage
}

/**
 * Stores a message to a running session. The owner of the run sends it to the agent.
 *
 * @returns null when the session has ended, when a message with this id is already stored, or when the message answers a question that
 * does not wait or that has an answer
 */
export function storeMessage(
  deps: LifecycleDeps,
  { key: taskKey }: Pick<RunTaskRecord, 'key'>,
  { id: sessionId, runId }: SessionRecord,
  { id, author, message }: NewMessage,
): Promise<SessionMessageRecord | null> {
  return command(deps, runId, async (it) => {
    const session = await it.tx.session(sessionId)
    it.require(session?.status === 'RUNNING')
    if (message.type === 'answer') it.require(session !== null && (await waitsFor(it, session, message.askId)))
    const stored = { id, runId, sessionId, author, message, writtenAt: it.at, acknowledgedAt: null }
    it.require(await it.tx.insertSessionMessage(stored))
    const data = { taskKey, sessionId, messageId: id, messageKind: message.type, text: textOf(message), author }
    it.emit({ type: 'SessionMessageSent', data })
    return stored
  })
}

/**
 * Whether the session waits for an answer to this question. A stored answer counts at once, because the agent may read it later than
 * somebody else answers.
 */
async function waitsFor({ tx }: Command, { id, question }: SessionRecord, askId: string): Promise<boolean> {
  if (question?.askId !== askId) return false
  const messages = await tx.sessionMessages(id)
  return !messages.some(({ message }) => message.type === 'answer' && message.askId === askId)
}

function textOf(message: InboxMessage): string | null {
  switch (message.type) {
    case 'message':
      return message.text
    case 'answer':
      return message.optionId
    case 'cancel':
      return null
  }
}
