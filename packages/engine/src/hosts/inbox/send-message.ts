import type { InboxMessage, MoneyGranted } from '../../domain/inbox-message.ts'
import { makeSessionFolder, sessionFolder } from '../journal/session-folder.ts'
import type { HostParts } from '../session/host-parts.ts'
import { addToInbox } from './inbox.ts'

/** Implements `send` of the port `SessionHosts`. */
export async function sendMessage(
  { root, shelf, clock }: HostParts,
  sessionId: string,
  id: string,
  message: InboxMessage | MoneyGranted,
  author: string | null = null,
): Promise<boolean> {
  const folder = sessionFolder(root, sessionId)
  makeSessionFolder(folder)
  if ((await shelf.journal(sessionId).state()).end !== null) return false
  addToInbox(folder.inbox, { id, at: clock.now(), author, message })
  return true
}
