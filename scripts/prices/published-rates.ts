import type { Rates } from '../../packages/engine/src/domain/rates.ts'

/** The present rates of a model, as one package publishes them. */
export interface PublishedRates extends Rates {
  above?: Rates & { inputTokens: number }
}

/** Converts dollars for a million tokens, such as 3.75. It uses the decimal digits, because a float cannot hold most prices exactly. */
export function microUsd(dollars: number): number {
  const [whole = '0', fraction = ''] = dollars.toFixed(6).split('.')
  return Number(BigInt(whole) * 1_000_000n + BigInt(fraction))
}

export const microUsdOrNull = (dollars: number | undefined): number | null =>
  dollars === undefined ? null : microUsd(dollars)
