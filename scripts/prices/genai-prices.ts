import { microUsd, microUsdOrNull, type PublishedRates } from './published-rates.ts'

/** The parts of the package `@pydantic/genai-prices` that are used here. */
export interface GenaiPrices {
  calcPrice(usage: { input_tokens: number }, model: string, options: { providerId: string }): GenaiResult | null
}

interface GenaiResult {
  model: { id: string }
  model_price: Record<string, Tiered | undefined>
}

type Tiered = number | { base: number; tiers: { start: number; price: number }[] }

/**
 * Returns the present rates of a model.
 *
 * @returns null when the package does not know exactly this model. The package returns a similar model instead, such as claude-sonnet-5 for
 *   claude-sonnet-5-5, whose price is a different one
 */
export function genaiRates(genai: GenaiPrices, providerId: string, model: string): PublishedRates | null {
  const found = genai.calcPrice({ input_tokens: 1 }, model, { providerId })
  if (found === null || found.model.id !== model) return null
  const { input_mtok, output_mtok } = found.model_price
  if (input_mtok === undefined || output_mtok === undefined) return null
  const start = typeof input_mtok === 'number' ? undefined : input_mtok.tiers[0]?.start
  const base = ratesOf(found.model_price, baseOf)
  if (start === undefined) return base
  // The package counts from 272,000 tokens on, and writes this as 271999 or 272000.
  const inputTokens = Math.round(start / 1_000) * 1_000
  return { ...base, above: { inputTokens, ...ratesOf(found.model_price, aboveOf) } }
}

const baseOf = (price: Tiered): number => (typeof price === 'number' ? price : price.base)
const aboveOf = (price: Tiered): number => (typeof price === 'number' ? price : (price.tiers[0]?.price ?? price.base))

function ratesOf(price: GenaiResult['model_price'], of: (price: Tiered) => number) {
  const at = (name: string) => (price[name] === undefined ? undefined : of(price[name]))
  return {
    input: microUsd(at('input_mtok') ?? 0),
    output: microUsd(at('output_mtok') ?? 0),
    cacheRead: microUsdOrNull(at('cache_read_mtok')),
    cacheWrite: microUsdOrNull(at('cache_write_mtok')),
    cacheWrite1h: microUsdOrNull(at('cache_write_1h_mtok')),
  }
}
