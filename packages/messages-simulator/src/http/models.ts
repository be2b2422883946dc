import type { BetaModelInfo } from '@anthropic-ai/sdk/resources/beta/models'
import { ApiError } from './api-error.ts'

/** The models of a server that accepts any. */
const USUAL = ['claude-opus-4-8', 'claude-sonnet-5', 'claude-haiku-4-5']
const MAX_OUTPUT_TOKENS = 64_000

/** @throws ApiError when the model does not exist */
export function assertModel(model: string, models: readonly string[] | undefined): void {
  if (models && !models.includes(model)) throw new ApiError(404, `model: ${model}`)
}

/** Returns the page of `GET /v1/models`. */
export function modelPage(models: readonly string[] = USUAL, contextWindow: number) {
  const data = models.map((id) => modelInfo(id, contextWindow))
  return { data, has_more: false, first_id: models[0] ?? null, last_id: models.at(-1) ?? null }
}

/** Returns the response of `GET /v1/models/ID`. */
export const modelInfo = (id: string, contextWindow: number): BetaModelInfo => ({
  id,
  type: 'model',
  display_name: id,
  created_at: '1970-01-01T00:00:00Z',
  lifecycle: 'active',
  line: null,
  capabilities: null,
  allowed_fallback_models: null,
  deprecated_at: null,
  retires_at: null,
  max_input_tokens: contextWindow,
  max_tokens: MAX_OUTPUT_TOKENS,
})
