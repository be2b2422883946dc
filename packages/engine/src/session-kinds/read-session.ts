import type { SessionFact } from '../domain/session-facts.ts'
import { type Action, Observations } from '../expertise/learning/observations.ts'
import type { RunView } from './run-view.ts'

const PAGE = 500

/** What an agent did, and the last message that it wrote. The message is empty when it wrote none. */
export interface SessionRead {
  actions: readonly Action[]
  lastWords: string
}

/** Reads the facts of a session, page by page, so that memory is bounded (R4). */
export async function readSession({ deps }: Pick<RunView, 'deps'>, sessionId: string): Promise<SessionRead> {
  const observations = new Observations()
  let lastWords = ''
  for await (const facts of factPages({ deps }, sessionId)) {
    observations.add(facts)
    // The pieces of a message end at the ends of its lines, which they leave out.
    for (const fact of facts)
      if (fact.type === 'Said') lastWords = fact.continues ? `${lastWords}\n${fact.text}` : fact.text
  }
  return { actions: observations.actions, lastWords }
}

/** Reads all facts of a session that its journal has. */
export async function* factPages({ deps }: Pick<RunView, 'deps'>, sessionId: string): AsyncGenerator<SessionFact[]> {
  for (let cursor = 0; ; ) {
    const facts = await deps.dispatch.transcripts.facts(sessionId, cursor, PAGE)
    const last = facts.at(-1)
    if (!last) return
    yield facts
    cursor = last.sequence
  }
}

/** Returns the texts that people wrote to a session and that its agent received. */
export async function messagesTo({ deps }: Pick<RunView, 'deps'>, sessionId: string): Promise<string[]> {
  const messages = await deps.store.sessionMessages(sessionId)
  return messages.flatMap(({ message, acknowledgedAt }) =>
    message.type === 'message' && acknowledgedAt !== null ? message.text : [],
  )
}
