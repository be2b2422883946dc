/** What is said to a session. */
export type InboxMessage =
  /** The answer to a PermissionAsked with this `askId`. */
  { type: 'answer'; askId: string; optionId: string } | { type: 'message'; text: string } | { type: 'cancel' }

/** A line of a session's inbox. The session acknowledges it with a Received fact and never carries out an id twice. */
export interface InboxRecord {
  id: string
  /** ms */
  at: number
  message: InboxMessage
}
