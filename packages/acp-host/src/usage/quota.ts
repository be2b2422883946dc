import type { PromptResponse } from '@agentclientprotocol/sdk'

/** The tokens of one model in a turn, as several agents report them in `_meta.quota` of the response to a prompt. */
export interface ModelTokens {
  model: string
  input: number | null
  output: number | null
  cacheRead: number | null
  cacheWrite: number | null
}

/** @returns a row for each model; none when the agent reported no such rows */
export function quotaOf({ _meta }: PromptResponse): ModelTokens[] {
  const quota = (_meta as { quota?: { model_usage?: unknown } } | null | undefined)?.quota
  const rows = Array.isArray(quota?.model_usage) ? (quota.model_usage as QuotaRow[]) : []
  return rows.flatMap(({ model, token_count: count }) =>
    typeof model === 'string' && count
      ? [
          {
            model,
            input: count.inputTokens ?? count.input_tokens ?? null,
            output: count.outputTokens ?? count.output_tokens ?? null,
            cacheRead: count.cachedInputTokens ?? null,
            cacheWrite: count.cachedWriteTokens ?? count.cacheWriteInputTokens ?? null,
          },
        ]
      : [],
  )
}

interface QuotaRow {
  model?: unknown
  token_count?: {
    inputTokens?: number
    outputTokens?: number
    cachedInputTokens?: number
    cachedWriteTokens?: number
    cacheWriteInputTokens?: number
    input_tokens?: number
    output_tokens?: number
  } | null
}
