import { cutOff, type UsageParts, type UsageReader } from './usage-reader.ts'

const MICRO_USD = 1_000_000

/**
 * OpenCode reports the tokens of only the last request, so the tokens of a turn are unknown. It reports the cost of the whole conversation,
 * earlier sessions included, so the cost of a turn is the growth of this number.
 *
 * @param costBefore the cost of the conversation before this session in dollars, or null when it is unknown
 */
export function opencodeUsage(parts: UsageParts, costBefore: number | null): UsageReader {
  let counted = costBefore
  let cost: number | null = null
  /** Returns what the cost has grown by since the last call, in millionths of a dollar, or null when it is unknown. */
  const growth = (): number | null => {
    const grown = cost === null || counted === null ? null : Math.round((cost - counted) * MICRO_USD)
    counted = cost ?? counted
    return grown
  }
  return {
    usageUpdate({ cost: reported }) {
      if (reported?.currency === 'USD') cost = reported.amount
    },
    promptEnd() {
      if (cost === null) return []
      if (cost === null) return []
      const grown = growth()
      return grown === 0 ? [] : [{ ...cutOff(parts), partial: false, reportedCostMicroUsd: grown }]
    },
    promptFailed: () => [{ ...cutOff(parts), reportedCostMicroUsd: growth() || null }],
  }
}
