import type {
  BetaContentBlockParam,
  BetaStopReason,
  BetaToolResultBlockParam,
} from '@anthropic-ai/sdk/resources/beta/messages/messages'

/** One line of the file of a conversation. A reply is recorded only when it is complete, so a turn that was cut off is not in the file. */
export type ConversationRecord =
  | { is: 'begun'; conversationId: string }
  /** What the user says, after the results of the tools that the reply before called. */
  | { is: 'said'; content: readonly BetaContentBlockParam[] }
  /** A complete reply of the model. */
  | { is: 'reply'; content: readonly BetaContentBlockParam[]; stopReason: BetaStopReason | null }
  /** The result of a tool that the last reply called, recorded when the tool has ended. */
  | { is: 'result'; result: BetaToolResultBlockParam }

export type Reply = Extract<ConversationRecord, { is: 'reply' }>
