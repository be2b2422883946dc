import type { Failure } from './records.ts'

/**
 * What happened in a session, as its agent tells it. Facts are data that JSON can hold. Output, metrics, limits and failures are derived
 * from them. A line of a command and a record of a host both become facts; a host prints them as they are, one JSON object a line.
 */
export type SessionFact =
  | Said
  | Thought
  | Printed
  | Noticed
  | ToolCalled
  | ToolAnswered
  | ModelCalled
  | PermissionAsked
  | PermissionAnswered
  | LimitReached
  | ConversationNamed
  | Claimed
  | Failed
  | Received

/** A stored fact. `sequence` counts from 1 within the session, without gaps. `at` is in ms. */
export type NumberedFact = SessionFact & { sequence: number; at: number }

interface WithText {
  text: string
  /** The file beside the journal that holds the whole text. It is set when `text` is shortened. */
  overflow?: string
}

/** A message of the model. */
export interface Said extends WithText {
  type: 'Said'
}

export interface Thought extends WithText {
  type: 'Thought'
}

/** A line of plain text. */
export interface Printed extends WithText {
  type: 'Printed'
  stream: 'stdout' | 'stderr'
}

/** A message of Coppice itself. */
export interface Noticed extends WithText {
  type: 'Noticed'
}

/** `text` is the input of the call. */
export interface ToolCalled extends WithText {
  type: 'ToolCalled'
  callId: string
  tool: string
}

export interface ToolAnswered extends WithText {
  type: 'ToolAnswered'
  callId: string
  isError: boolean
}

/**
 * One request to a model. It counts once per `requestId`: a later fact replaces a `partial` one, and a complete one stays. A count
 * is null when it was not reported.
 */
export interface ModelCalled {
  type: 'ModelCalled'
  requestId: string
  model: string
  /** Without what was read from, or written to, the cache. */
  inputTokens: number | null
  outputTokens: number | null
  cacheReadTokens: number | null
  cacheWriteTokens: number | null
  /** The call was cut off, or is not over, so the counts may be too low. */
  partial: boolean
}

/** The session waits for an answer through its inbox. */
export interface PermissionAsked extends WithText {
  type: 'PermissionAsked'
  askId: string
  options: readonly PermissionOption[]
}

/** An option is chosen by its kind, never by its place: the first option of some agents is to allow always. */
export interface PermissionOption {
  id: string
  kind: 'allow-once' | 'allow-always' | 'reject-once' | 'reject-always'
  label: string
}

export interface PermissionAnswered {
  type: 'PermissionAnswered'
  askId: string
  optionId: string
}

/** A limit of the provider was reached (S5). `until` is in ms, and null when no time is known. `reason` is one line for people. */
export interface LimitReached {
  type: 'LimitReached'
  until: number | null
  reason: string
}

/** What the agent calls this conversation, so that it can be resumed. */
export interface ConversationNamed {
  type: 'ConversationNamed'
  conversationId: string
}

export interface Claimed {
  type: 'Claimed'
  claim: 'no-change-needed'
}

/** The session cannot succeed. `reason` is one line for people; for the class `configuration` it says what to do. */
export interface Failed {
  type: 'Failed'
  class: Exclude<Failure['class'], 'coppice'>
  reason: string
}

/** The message of the inbox with this id was taken, and is never carried out again. */
export interface Received {
  type: 'Received'
  messageId: string
}
