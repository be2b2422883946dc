import type { DatedPrice } from '../../packages/engine/src/domain/rates.ts'
import type { ModelPrices, PriceList } from '../../packages/engine/src/money/price-list.ts'
import { type Joined, sameRates } from './joined-rates.ts'
import type { PublishedRates } from './published-rates.ts'

/** What the packages say of a model, and the names of the packages that know it. */
export interface Published {
  joined: Joined | null
  packages: readonly string[]
}

export interface Refreshed {
  list: PriceList
  /** One line for each model whose price in the file is not the published one, or is published by no package or differently. */
  findings: readonly string[]
}

/**
 * Compares a list with the published rates. In the new list a changed price is added with today as its first day, and the earlier price
 * stays for the requests before. A model on which the packages do not agree stays as it is.
 *
 * @param today a day such as 2026-11-30
 */
export function refreshedList(list: PriceList, published: (entry: ModelPrices) => Published, today: string): Refreshed {
  const findings: string[] = []
  const models = list.models.map((entry) => {
    const { joined, packages } = published(entry)
    if (joined === null) findings.push(`${entry.model}: no package has a price of exactly this model`)
    else if ('differ' in joined) findings.push(`${entry.model}: the packages differ: ${joined.differ.join(', ')}`)
    if (joined === null || 'differ' in joined) return entry
    const now = entry.prices.findLast(({ from }) => from === null || from <= today)
    const checked = { ...entry, source: packages.join(', '), checked: today }
    if (now && sameRates(now, joined.rates)) return checked
    findings.push(`${entry.model}: the price has changed`)
    return { ...checked, prices: withPrice(entry.prices, joined.rates, today) }
  })
  return { list: { ...list, models }, findings }
}

/** Adds a price. It replaces a price that also began today. Prices that begin later stay. */
function withPrice(prices: readonly DatedPrice[], rates: PublishedRates, today: string): DatedPrice[] {
  const earlier = prices.filter(({ from }) => from === null || from < today)
  const later = prices.filter(({ from }) => from !== null && from > today)
  return [...earlier, { from: earlier.length === 0 ? null : today, ...rates }, ...later]
}
