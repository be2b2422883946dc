import { randomUUID } from 'node:crypto'
import type { InboxMessage } from '../domain/inbox-message.ts'
import type { SessionMessageRecord, SessionRecord } from '../domain/records.ts'
import { InvalidInput, NotFound } from '../domain/refusals.ts'
import { storeMessage } from '../lifecycle/session-messages.ts'
import type { CommandDeps } from './command-deps.ts'

export interface SendMessage {
  sessionId: string
  message: InboxMessage
  /** The name of the sender; absent when it is not known. */
  author?: string
  /** A UUID that the sender chooses. A second message with the same id has no effect. When absent, a new id is created. */
  id?: string
}

/** Sends a message to a running session: an answer to its question, a text, or a request to end. */
export async function sendMessage(deps: CommandDeps, input: SendMessage): Promise<SessionMessageRecord> {
  const { sessionId, message, author = null, id = randomUUID() } = input
  const session = await deps.store.session(sessionId)
  const task = session && (await deps.store.runTask(session.runTaskId))
  if (!session || !task) throw new NotFound('There is no such session.')
  if (!deps.agents.get(session.agent)?.isFollowed)
    throw refused(
      `session ${session.number} cannot receive messages, because agents of the kind ${session.agent} read none. To end the session, cancel its task`,
    )
  const stored = await storeMessage(deps, task, session, { id, author, message })
  return stored ?? (await storedBefore(deps, session, id))
}

async function storedBefore(deps: CommandDeps, { id: sessionId, number }: SessionRecord, id: string) {
  const message = await deps.store.sessionMessage(id)
  if (message?.sessionId === sessionId) return message
  if (message) throw refused(`the message ${id} was sent to another session. Send it again with another id`)
  throw refused(
    `session ${number} has ended and reads no more messages. If another session of the task is running, send the message there`,
  )
}

const refused = (message: string): InvalidInput => new InvalidInput([{ path: 'sessionId', message }])
