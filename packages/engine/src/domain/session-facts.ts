import type { PermissionOption } from './permission.ts'
import type { Failure } from './records.ts'
import type { Claim } from './task-calls.ts'

/**
 * A fact of a session: what its agent said or did, or what happened to it. Facts contain only data that JSON can represent. The session's
 * output, metrics, limit and failure are derived from its facts. A host prints facts, one JSON object per line. Each line that a command
 * prints also becomes a fact.
 */
export type SessionFact =
  | Said
  | Thought
  | Printed
  | Noticed
  | ToolCalled
  | ToolAnswered
  | PlanUpdated
  | ModelCalled
  | PermissionAsked
  | PermissionAnswered
  | LimitReached
  | ConversationNamed
  | Claimed
  | IssueLogged
  | FollowUpProposed
  | Checked
  | Failed
  | Received
  | MoneyAsked

/** A stored fact. `sequence` counts from 1 within the session, without gaps. `at` is in ms since 1970. */
export type NumberedFact = SessionFact & { sequence: number; at: number }

/** A fact with the time at which it happened, in ms since 1970. The time is absent when it is not known. */
export type TimedFact = SessionFact & { at?: number }

interface WithText {
  text: string
  /** The name of a file beside the journal, which contains the whole text. It is set when `text` was shortened. */
  overflow?: string
}

/** A message of the model, or a piece of one. */
export interface Said extends WithText {
  type: 'Said'
  /** The text continues the message of the Said before. When absent, a message begins. */
  continues?: boolean
}

export interface Thought extends WithText {
  type: 'Thought'
}

/** A line of plain text that the agent's process printed. */
export interface Printed extends WithText {
  type: 'Printed'
  stream: 'stdout' | 'stderr'
}

/** A message of Coppice itself. */
export interface Noticed extends WithText {
  type: 'Noticed'
}

/** The agent called a tool. `text` is the input of the call. */
export interface ToolCalled extends WithText {
  type: 'ToolCalled'
  callId: string
  tool: string
}

/** The result of a call of a tool. */
export interface ToolAnswered extends WithText {
  type: 'ToolAnswered'
  callId: string
  isError: boolean
}

/** The agent made or changed its own plan. `text` is the whole plan, one step per line. */
export interface PlanUpdated extends WithText {
  type: 'PlanUpdated'
}

/**
 * A request to a model. If several facts have the same `requestId`, they count as one request: the first complete fact counts, or the last
 * one when all are `partial`. A number of tokens or a cost is null when the agent did not report it.
 */
export interface ModelCalled {
  type: 'ModelCalled'
  requestId: string
  model: string
  /** The number of input tokens, without those that were read from the cache or written to it. */
  inputTokens: number | null
  outputTokens: number | null
  cacheReadTokens: number | null
  /** The number of tokens that were written to the cache, without those of `cacheWrite1hTokens`. */
  cacheWriteTokens: number | null
  /** The number of tokens that were written to the cache for an hour. Providers charge more for these than for a write of five minutes. */
  cacheWrite1hTokens: number | null
  /** The cost of the request in millionths of a dollar, as the agent reported it. */
  reportedCostMicroUsd: number | null
  /** Whether the request was cut off or has not ended. If so, the numbers of tokens may be too low. */
  partial: boolean
  /** Whether the numbers are the sums of several requests, whose sizes are not known. When absent, the fact is about one request. */
  joined?: true
}

/** The agent asks for a permission. The session waits until an answer is in its inbox. */
export interface PermissionAsked extends WithText {
  type: 'PermissionAsked'
  askId: string
  options: readonly PermissionOption[]
}

export interface PermissionAnswered {
  type: 'PermissionAnswered'
  askId: string
  optionId: string
}

/** The agent reached a limit of its provider (S5). `until` is in ms since 1970, or null when unknown. `reason` is one line for people. */
export interface LimitReached {
  type: 'LimitReached'
  until: number | null
  reason: string
}

/** The agent's own id of its conversation, by which the agent can resume it. The agent already has its task in this conversation. */
export interface ConversationNamed {
  type: 'ConversationNamed'
  conversationId: string
}

/** What the agent says of its task. This is a claim: the engine checks what is in the worktree (S3). */
export interface Claimed {
  type: 'Claimed'
  claim: Claim
  /** What the agent says about it. It is absent when the agent says nothing, as with a line that a command prints. */
  text?: string
}

/** The agent met an issue that people should know. `text` has the details, and may be empty. */
export interface IssueLogged {
  type: 'IssueLogged'
  title: string
  text: string
}

/** The agent proposes another task. `text` is the description of the task. A person decides whether it becomes part of the plan. */
export interface FollowUpProposed {
  type: 'FollowUpProposed'
  title: string
  text: string
  /** The key of an epic, or null for the epic of the agent's own task. */
  epic: string | null
  /** The keys of tasks. Nobody has checked them yet. */
  dependsOn: readonly string[]
}

/** A host compared the claim of its agent with the worktree. `text` is the finding, for people. */
export interface Checked extends WithText {
  type: 'Checked'
  holds: boolean
}

/** The agent failed. `reason` is one line for people. For the class `configuration` it says what to do. */
export interface Failed {
  type: 'Failed'
  class: Exclude<Failure['class'], 'coppice'>
  reason: string
}

/** The session has read the message of the inbox with this id, and will not carry it out again. */
export interface Received {
  type: 'Received'
  messageId: string
}

/** The session has spent its allowance, and waits before its next request until the owner of its run grants more (M2). */
export interface MoneyAsked {
  type: 'MoneyAsked'
  /** What the session has spent by its own count, in millionths of a dollar. */
  spentMicroUsd: number
}
