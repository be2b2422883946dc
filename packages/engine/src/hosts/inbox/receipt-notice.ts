import type { InboxRecord } from '../../domain/inbox-message.ts'
import type { Noticed, SessionFact } from '../../domain/session-facts.ts'
import { findInInbox } from './inbox.ts'

/**
 * Returns the notice that follows the fact Received of an agent, so that the transcript shows what a person wrote and when the agent read
 * it. The result is empty for other facts, and for a message that is not in the inbox.
 */
export function receiptNotices(inbox: string, fact: SessionFact): Noticed[] {
  if (fact.type !== 'Received') return []
  const record = findInInbox(inbox, fact.messageId)
  const text = record && receipt(record)
  return text === null ? [] : [{ type: 'Noticed', text }]
}

function receipt({ author, message }: InboxRecord): string | null {
  const who = author ?? 'A person'
  switch (message.type) {
    case 'message':
      return `${who} wrote to the agent: ${message.text}`
    case 'answer':
      return `${who} answered the question of the agent with ${message.optionId}.`
    case 'cancel':
    case 'money':
      return null
  }
}
