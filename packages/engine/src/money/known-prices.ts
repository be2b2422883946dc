import { asPriceList } from './price-list.ts'
import content from './prices.json' with { type: 'json' }

/** The prices that this version of Coppice knows. `node scripts/prices.ts` compares them with two public lists. */
export const KNOWN_PRICES = asPriceList(content)
