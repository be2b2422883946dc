import { quotaOf } from './quota.ts'
import { cutOff, UNKNOWN, type UsageParts, type UsageReader } from './usage-reader.ts'

/** Reads the usage of an agent that reports the tokens of each turn by model: Codex and Gemini. Each turn counts as one request of each model. */
export const quotaUsage = (parts: UsageParts): UsageReader => ({
  promptEnd: (response) =>
    quotaOf(response).map(({ model, input, output, cacheRead, cacheWrite }) => ({
      ...{ type: 'ModelCalled', requestId: parts.newId(), model, partial: false, joined: true, ...UNKNOWN },
      inputTokens: input,
      outputTokens: output,
      cacheReadTokens: cacheRead,
      cacheWriteTokens: cacheWrite,
    })),
  promptFailed: () => [cutOff(parts)],
})
