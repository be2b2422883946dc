import type { SessionMessageRecord } from '../domain/records.ts'
import { InvalidInput } from '../domain/refusals.ts'
import type { CommandDeps } from './command-deps.ts'
import { sendToSession, type ToSession } from './send-to-session.ts'

export interface SendMessage extends ToSession {
  text: string
}

/** The inbox of a session has a limit of 1 MiB, and the agent pays for every token of a message. */
const MAX_CHARACTERS = 20_000

/** Writes to the agent of a running session. The agent reads the text before its next request to its model, or after its turn (ADR 0075). */
export async function sendMessage(
  deps: CommandDeps,
  { text, ...toSession }: SendMessage,
): Promise<SessionMessageRecord> {
  const wrong = problemOf(text)
  if (wrong !== null) throw new InvalidInput([{ path: 'text', message: wrong }])
  return sendToSession(deps, toSession, () => ({ type: 'message', text }))
}

function problemOf(text: string): string | null {
  if (text.trim() === '') return 'it is empty. Write what the agent should know'
  if (text.length <= MAX_CHARACTERS) return null
  return `it has ${text.length} characters, and at most ${MAX_CHARACTERS} are allowed. Put the rest into a file of the repository`
}
