/** What a person sends to a session. */
export type InboxMessage =
  /** The answer to the fact PermissionAsked that has this `askId`. */
  { type: 'answer'; askId: string; optionId: string } | { type: 'message'; text: string } | { type: 'cancel' }

/**
 * What the owner of a run sends when a session asks for more money (M2). `microUsd` is what the session may spend from its start on. It is
 * null when there is no limit. A message with a lower number than an earlier one changes nothing.
 */
export interface MoneyGranted {
  type: 'money'
  microUsd: number | null
}

/** A line of a session's inbox. The session acknowledges the line with a fact Received, and carries out each id only once. */
export interface InboxRecord {
  id: string
  /** The time in ms since 1970. */
  at: number
  /** The name of the sender. It is absent or null when it is not known. */
  author?: string | null
  message: InboxMessage | MoneyGranted
}
