import type { BetaMessage } from '@anthropic-ai/sdk/resources/beta/messages/messages'
import type { InputUsage } from '../usage/prompt-cache.ts'
import { contentBlock, outputTokens, type Reply, thinkingTokens } from './reply.ts'

/** Returns a reply as a message of the API. */
export const messageOf = (
  id: string,
  model: string,
  { blocks, stopReason, stopSequence }: Reply,
  usage: InputUsage,
): BetaMessage => ({
  id,
  type: 'message',
  role: 'assistant',
  model,
  content: blocks.map(contentBlock),
  stop_reason: stopReason,
  stop_sequence: stopSequence ?? null,
  stop_details:
    stopReason === 'refusal'
      ? {
          type: 'refusal',
          category: null,
          explanation: 'This refusal is simulated.',
          fallback_credit_token: null,
          fallback_has_prefill_claim: null,
          recommended_model: null,
        }
      : null,
  container: null,
  context_management: null,
  diagnostics: null,
  usage: {
    input_tokens: usage.input,
    cache_read_input_tokens: usage.cacheRead,
    cache_creation_input_tokens: usage.cacheWrite5m + usage.cacheWrite1h,
    cache_creation: {
      ephemeral_5m_input_tokens: usage.cacheWrite5m,
      ephemeral_1h_input_tokens: usage.cacheWrite1h,
    },
    output_tokens: outputTokens(blocks),
    output_tokens_details: { thinking_tokens: thinkingTokens(blocks) },
    iterations: null,
    fallback_credit: null,
    inference_geo: null,
    server_tool_use: null,
    service_tier: 'standard',
    speed: null,
  },
})
