export type InboxMessage =
  /** The answer to the fact PermissionAsked that has this `askId`. */
  { type: 'answer'; askId: string; optionId: string } | { type: 'message'; text: string } | { type: 'cancel' }

/** A line of a session's inbox. The session acknowledges the line with a fact Received, and carries out each id only once. */
export interface InboxRecord {
  id: string
  /** The time in ms since 1970. */
  at: number
  /** The name of the sender. It is absent or null when it is not known. */
  author?: string | null
  message: InboxMessage
}
