import { randomUUID } from 'node:crypto'
import type { InboxMessage } from '../domain/inbox-message.ts'
import type { SessionMessageRecord, SessionRecord } from '../domain/records.ts'
import { InvalidInput, NotFound, QuestionNotOpen, SessionNotActive } from '../domain/refusals.ts'
import { storeMessage } from '../lifecycle/session-messages.ts'
import type { CommandDeps } from './command-deps.ts'

/** What every message to a session has. */
export interface ToSession {
  sessionId: string
  /** The name of the sender; absent when it is not known. */
  author?: string
  /** A UUID that the sender chooses. A second message with the same id has no effect. When absent, a new id is created. */
  messageId?: string | null
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Stores a message to a running session. The owner of the run forwards it. @throws Refusal as the commands that call it list them */
export async function sendToSession(
  deps: CommandDeps,
  { sessionId, author, messageId }: ToSession,
  messageTo: (session: SessionRecord) => InboxMessage,
): Promise<SessionMessageRecord> {
  if (messageId && !UUID.test(messageId))
    throw new InvalidInput([{ path: 'messageId', message: 'it is not a UUID. Leave it out, or choose a UUID' }])
  const id = messageId ?? randomUUID()
  const session = await deps.store.session(sessionId)
  const task = session && (await deps.store.runTask(session.runTaskId))
  if (!session || !task) throw new NotFound('There is no such session.')
  const sentBefore = await storedBefore(deps, session, id)
  if (sentBefore) return sentBefore
  if (!deps.agents.get(session.agent)?.isFollowed) throw readsNone(session)
  if (session.status !== 'RUNNING') throw ended(session)
  const message = messageTo(session)
  const stored = await storeMessage(deps, task, session, { id, author: author ?? null, message })
  return stored ?? (await storedBefore(deps, session, id)) ?? (await lostRace(deps, session))
}

/** @returns the message with this id that was sent to the session before, or null */
async function storedBefore(
  deps: CommandDeps,
  session: SessionRecord,
  id: string,
): Promise<SessionMessageRecord | null> {
  const message = await deps.store.sessionMessage(id)
  if (message === null || message.sessionId === session.id) return message
  const why = `the message ${id} was sent to another session. Send it again with another id`
  throw new InvalidInput([{ path: 'messageId', message: why }])
}

/** Says why a message could not be stored although it could a moment before: the session has ended, or somebody else has answered. */
async function lostRace(deps: CommandDeps, before: SessionRecord): Promise<never> {
  const session = await deps.store.session(before.id)
  if (session?.status === 'RUNNING') throw notOpen(session)
  throw ended(session ?? before)
}

const readsNone = ({ number, agent }: SessionRecord): InvalidInput => {
  const message = `session ${number} cannot receive messages, because agents of the kind ${agent} read none. To end the session, cancel its task`
  return new InvalidInput([{ path: 'sessionId', message }])
}

const ended = ({ number, status }: SessionRecord): SessionNotActive =>
  new SessionNotActive(
    status,
    `Session ${number} has ended and reads no more messages. If another session of the task is running, send the message there.`,
  )

export const notOpen = ({ number }: SessionRecord): QuestionNotOpen =>
  new QuestionNotOpen(`Session ${number} does not wait for an answer to this question. Somebody may have answered it.`)
