/** The rates of a model from a day on. */
export interface DatedPrice extends Rates {
  /** The first day, such as 2026-08-21. The price changes at midnight UTC. It is null for the first price of a model. */
  from: string | null
  /** The rates of a whole request with more than `inputTokens` input tokens, cached ones included. */
  above?: Rates & { inputTokens: number }
}

/** A rate is null when the provider publishes none. Then the cost of a request that has such tokens is unknown (M1). */
export interface Rates {
  input: number
  output: number
  cacheRead: number | null
  /** A write to the cache for five minutes. */
  cacheWrite: number | null
  /** A write to the cache for an hour. */
  cacheWrite1h: number | null
}
