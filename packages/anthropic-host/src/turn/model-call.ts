import type { BetaMessage } from '@anthropic-ai/sdk/resources/beta/messages/messages'
import type { ModelCalled } from '@coppice/engine/domain/session-facts'

/**
 * Returns the usage of a request as a fact.
 *
 * @param partial whether the reply is not complete. Then only the numbers of its beginning are known
 */
export function modelCall(requestId: string, { model, usage }: BetaMessage, partial: boolean): ModelCalled {
  const hour = usage.cache_creation?.ephemeral_1h_input_tokens ?? null
  const written = usage.cache_creation_input_tokens ?? null
  return {
    ...{ type: 'ModelCalled', requestId, model, partial },
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    cacheReadTokens: usage.cache_read_input_tokens ?? null,
    cacheWriteTokens: written === null ? null : written - (hour ?? 0),
    cacheWrite1hTokens: hour,
    reportedCostMicroUsd: null,
  }
}

/** Returns all tokens of a request, as the limit of an attempt counts them. */
export const tokensOf = ({ usage }: BetaMessage): number =>
  usage.input_tokens +
  usage.output_tokens +
  (usage.cache_read_input_tokens ?? 0) +
  (usage.cache_creation_input_tokens ?? 0)
