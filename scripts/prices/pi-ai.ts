import { microUsd, type PublishedRates } from './published-rates.ts'

interface PiRates {
  input: number
  output: number
  cacheRead: number
  cacheWrite: number
}

interface PiModel {
  id: string
  cost: PiRates & { tiers?: (PiRates & { inputTokensAbove: number })[] }
}

/** The content of a file `dist/providers/data/PROVIDER.json` of the package `@earendil-works/pi-ai`: models by a name. */
export type PiData = Readonly<Record<string, PiModel>>

/** Returns the present rates of a model. The package has no price of a write to the cache for an hour, and writes 0 for a missing price. */
export function piRates(data: PiData, model: string): PublishedRates | null {
  const cost = Object.values(data).find(({ id }) => id === model)?.cost
  if (cost === undefined) return null
  const [tier] = cost.tiers ?? []
  return {
    ...ratesOf(cost),
    ...(tier && { above: { inputTokens: tier.inputTokensAbove, ...ratesOf(tier) } }),
  }
}

const ratesOf = ({ input, output, cacheRead, cacheWrite }: PiRates) => ({
  input: microUsd(input),
  output: microUsd(output),
  cacheRead: cacheRead === 0 ? null : microUsd(cacheRead),
  cacheWrite: cacheWrite === 0 ? null : microUsd(cacheWrite),
  cacheWrite1h: null,
})
