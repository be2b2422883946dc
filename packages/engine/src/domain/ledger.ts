import type { ModelCalled } from './session-facts.ts'

/** A request to a model. `at` is when the request began, in ms. A provider charges the price of that time. */
export type TimedCall = ModelCalled & { at: number }

/** The cost of one request in whole millionths of a dollar. The parts add up to `costMicroUsd`. */
export interface RequestCost {
  inputMicroUsd: number
  outputMicroUsd: number
  cacheReadMicroUsd: number
  /** Both kinds of writes to the cache. */
  cacheWriteMicroUsd: number
  costMicroUsd: number
}

/** A request with its cost, as the ledger stores it. `cost` is null when the tokens or the price are unknown (M1). */
export interface LedgerEntry extends Omit<TimedCall, 'type'> {
  cost: RequestCost | null
}
