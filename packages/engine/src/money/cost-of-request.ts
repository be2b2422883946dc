import type { LedgerEntry, RequestCost, TimedCall } from '../domain/ledger.ts'
import type { DatedPrice } from '../domain/rates.ts'
import type { ModelCalled } from '../domain/session-facts.ts'
import type { Prices } from './prices.ts'

/** A rate is the price of this many tokens. */
const TOKENS_OF_RATE = 1_000_000n

/** Returns the entry of the ledger for a request, with its cost at the price of its time. A host of an earlier version may lack some counts. */
export function ledgerEntry(call: TimedCall, prices: Prices): LedgerEntry {
  const price = prices.priceAt(call.model, call.at)
  return {
    requestId: call.requestId,
    model: call.model,
    at: call.at,
    partial: call.partial,
    inputTokens: call.inputTokens ?? null,
    outputTokens: call.outputTokens ?? null,
    cacheReadTokens: call.cacheReadTokens ?? null,
    cacheWriteTokens: call.cacheWriteTokens ?? null,
    cacheWrite1hTokens: call.cacheWrite1hTokens ?? null,
    reportedCostMicroUsd: call.reportedCostMicroUsd ?? null,
    cost: price && costOfRequest(call, price),
  }
}

/**
 * Calculates the cost of a request with whole numbers only. The exact cost is rounded once, to the nearest millionth of a dollar, and a half
 * is rounded up. Each part is the rounded sum up to this part, less the parts before it, so the parts add up to the cost.
 * Joined requests have the base rates, because most requests are not long.
 *
 * @returns null when the agent did not report the input or the output, or when a kind of token that it used has no rate (M1)
 */
export function costOfRequest(call: ModelCalled, price: DatedPrice): RequestCost | null {
  if (typeof call.inputTokens !== 'number' || typeof call.outputTokens !== 'number') return null
  // An agent that does not report a kind of cache has not used it.
  const [read, write, write1h] = [call.cacheReadTokens ?? 0, call.cacheWriteTokens ?? 0, call.cacheWrite1hTokens ?? 0]
  const isLong = !call.joined && price.above && call.inputTokens + read + write + write1h > price.above.inputTokens
  const rates = isLong && price.above ? price.above : price
  const exact = [
    exactCost(call.inputTokens, rates.input),
    exactCost(call.outputTokens, rates.output),
    exactCost(read, rates.cacheRead),
    sumOf(exactCost(write, rates.cacheWrite), exactCost(write1h, rates.cacheWrite1h)),
  ]
  if (!exact.every((cost) => cost !== null)) return null
  const [input, output, cacheRead, cacheWrite] = roundedParts(exact)
  return {
    inputMicroUsd: Number(input),
    outputMicroUsd: Number(output),
    cacheReadMicroUsd: Number(cacheRead),
    cacheWriteMicroUsd: Number(cacheWrite),
    costMicroUsd: Number(rounded(exact.reduce((sum, cost) => sum + cost, 0n))),
  }
}

/** Returns the cost in millionths of a millionth of a dollar. */
function exactCost(tokens: number, rate: number | null): bigint | null {
  if (tokens === 0) return 0n
  return rate === null ? null : BigInt(tokens) * BigInt(rate)
}

const sumOf = (one: bigint | null, other: bigint | null): bigint | null =>
  one === null || other === null ? null : one + other

function roundedParts(exact: readonly bigint[]): bigint[] {
  let sum = 0n
  return exact.map((cost) => {
    const before = rounded(sum)
    sum += cost
    return rounded(sum) - before
  })
}

const rounded = (exact: bigint): bigint => (exact + TOKENS_OF_RATE / 2n) / TOKENS_OF_RATE
