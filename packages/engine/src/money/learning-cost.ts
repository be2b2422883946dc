import type { CostEstimate } from '../domain/cost-estimate.ts'
import { LEARNING } from '../domain/learning.ts'
import { costOfRequest } from './cost-of-request.ts'
import type { Prices } from './prices.ts'

/** The tokens of the tool, of the system prompt and of what frames them. */
const FRAME_TOKENS = 2_000

/**
 * Returns what a LEARNING session costs at most if it needs one request, as most of them do: a prompt and a reply of their largest size. So it
 * counts as learned: the session starts only if this much is free.
 *
 * @param now in ms
 * @returns null when the price of the model is not known (M1)
 */
export function learningCost(model: string, prices: Prices, now: number): CostEstimate | null {
  const price = prices.priceAt(model, now)
  if (price === null) return null
  const input = LEARNING.promptTokens + FRAME_TOKENS
  const isCached = price.cacheWrite !== null
  const call = { type: 'ModelCalled', requestId: '', model, partial: false, reportedCostMicroUsd: null } as const
  const cost = costOfRequest(
    {
      ...call,
      ...{ inputTokens: isCached ? 0 : input, outputTokens: LEARNING.replyTokens, cacheReadTokens: 0 },
      ...{ cacheWriteTokens: isCached ? input : 0, cacheWrite1hTokens: 0 },
    },
    price,
  )
  return cost && { microUsd: cost.costMicroUsd, isLearned: true }
}
