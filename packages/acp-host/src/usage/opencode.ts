import { UNKNOWN, type UsageParts, type UsageReader } from './usage-reader.ts'

const MICRO_USD = 1_000_000

/**
 * OpenCode reports the cost of the whole conversation, also of its earlier sessions, and the tokens of the last request alone. So the tokens of
 * a turn are unknown, and its cost is what the cost has grown by.
 *
 * @param costBefore the cost of the conversation before this session in dollars, or null when it is unknown
 */
export function opencodeUsage({ model, newId }: UsageParts, costBefore: number | null): UsageReader {
  let counted = costBefore
  let cost: number | null = null
  return {
    usageUpdate({ cost: reported }) {
      if (reported?.currency === 'USD') cost = reported.amount
    },
    promptEnd() {
      if (cost === null) return []
      const grown = counted === null ? null : Math.round((cost - counted) * MICRO_USD)
      counted = cost
      if (grown === 0) return []
      return [
        {
          ...{ type: 'ModelCalled', requestId: newId(), model: model ?? 'unknown', partial: false, ...UNKNOWN },
          reportedCostMicroUsd: grown,
        },
      ]
    },
  }
}
