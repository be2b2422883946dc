import type { DatedPrice } from '../domain/rates.ts'
import type { ModelPrices, PriceList } from './price-list.ts'

/** The known prices of models, by the exact id of a model. A similar id is another model and has no price. */
export interface Prices {
  /** @returns the price that was valid at a time, in ms. It is null when the model, or its price at that time, is not known (M1) */
  priceAt(model: string, at: number): DatedPrice | null
  /** @returns where the prices of a model come from, or null when they are not known */
  originOf(model: string): Pick<ModelPrices, 'source' | 'checked'> | null
}

/**
 * Combines lists of prices. A later list replaces the models of an earlier one as a whole, also under the aliases that the earlier one gives
 * them: providers return the dated id of a model, and people name it without the date.
 */
export function createPrices(...lists: readonly PriceList[]): Prices {
  const models = new Map<string, ModelPrices>()
  for (const { models: listed } of lists) {
    for (const entry of listed) for (const alias of aliasesIn(models, entry.model)) models.set(alias, entry)
    for (const entry of listed) for (const id of [entry.model, ...(entry.aliases ?? [])]) models.set(id, entry)
  }
  return {
    priceAt: (model, at) => models.get(model)?.prices.findLast(({ from }) => beginOf(from) <= at) ?? null,
    originOf: (model) => models.get(model) ?? null,
  }
}

const aliasesIn = (models: ReadonlyMap<string, ModelPrices>, model: string): readonly string[] =>
  [...models].flatMap(([id, entry]) => (entry.model === model ? id : []))

/** Returns midnight UTC at which a day begins, in ms. */
const beginOf = (day: string | null): number => (day === null ? Number.NEGATIVE_INFINITY : Date.parse(`${day}T00:00Z`))
