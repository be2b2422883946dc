import type { ApiClient } from './api-client.ts'

/** A question for whose answer an agent waits. The lists have one entry for each option, in the same order. */
export interface SessionQuestion {
  askId: string
  text: string
  optionIds: readonly string[]
  optionLabels: readonly string[]
}

const QUESTION = `query Question($id: ID!) { session(id: $id) { question { askId text optionIds optionLabels } } }`

/** @returns null when the agent of the session waits for no answer */
export async function questionOf(api: ApiClient, sessionId: string): Promise<SessionQuestion | null> {
  const { session } = await api.request<{ session: { question: SessionQuestion | null } | null }>(QUESTION, {
    id: sessionId,
  })
  return session?.question ?? null
}
