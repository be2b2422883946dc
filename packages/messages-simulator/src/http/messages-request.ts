import type { BetaMessageStreamParams } from '@anthropic-ai/sdk/resources/beta/messages/messages'

/** The body of `POST /v1/messages`. */
export type MessagesRequest = BetaMessageStreamParams
