import type { CostEstimate, PastCost } from '../domain/cost-estimate.ts'
import { costOfRequest } from './cost-of-request.ts'
import type { Prices } from './prices.ts'

/** With at least this many earlier sessions, the estimate follows from their costs. */
export const ENOUGH_SESSIONS = 5

/** Nine of ten earlier sessions cost no more than the estimate. */
const PERCENTILE = 0.9

/** What a session uses when nothing is known of earlier ones: about twenty requests with a growing conversation in the cache. */
const USUAL_TOKENS = {
  ...{ inputTokens: 60_000, outputTokens: 20_000, cacheReadTokens: 1_500_000, cacheWriteTokens: 100_000 },
  cacheWrite1hTokens: 0,
}

/** The estimate for an agent that chooses its model itself, or names it in its own way, because the price is not known before a request: $1. */
const UNKNOWN_MODEL: CostEstimate = { microUsd: 1_000_000, isLearned: false }

/**
 * Estimates what the next session with a model costs: from earlier sessions with this model and domain, else from those with this model,
 * else from a constant number of tokens at the price of the model.
 *
 * @param isOwnName whether only the agent knows the model by this name, so that the model needs no price here
 * @param past newest first
 * @param now in ms
 * @returns null when the price of the model is not known (M1)
 */
export function estimateCost(
  { model, domain, isOwnName = false }: Pick<PastCost, 'model' | 'domain'> & { isOwnName?: boolean | undefined },
  past: readonly PastCost[],
  prices: Prices,
  now: number,
): CostEstimate | null {
  const price = model === null ? null : prices.priceAt(model, now)
  if (model !== null && price === null && !isOwnName) return null
  const withModel = past.filter((one) => one.model === model)
  const here = withModel.filter((one) => one.domain === domain)
  const sample = [here, withModel].find(({ length }) => length >= ENOUGH_SESSIONS)
  if (sample) return { microUsd: percentile(sample.map(({ costMicroUsd }) => costMicroUsd)), isLearned: true }
  if (model === null || price === null) return UNKNOWN_MODEL
  const usual = { ...USUAL_TOKENS, ...(price.cacheWrite === null && { cacheWriteTokens: 0 }) }
  const call = { type: 'ModelCalled', requestId: '', model, partial: false, joined: true } as const
  const cost = costOfRequest({ ...call, ...usual, reportedCostMicroUsd: null }, price)
  return { microUsd: cost?.costMicroUsd ?? UNKNOWN_MODEL.microUsd, isLearned: false }
}

/** Returns the smallest of the costs that nine of ten do not exceed (nearest rank). */
function percentile(costs: readonly number[]): number {
  const sorted = costs.toSorted((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * PERCENTILE) - 1] ?? 0
}
