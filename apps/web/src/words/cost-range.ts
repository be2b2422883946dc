import { dollars } from './format.ts'

export interface CostRange {
  lowUsd: number
  highUsd: number
}

/** From this amount on, cents are noise in a forecast. */
const WHOLE = 100

const rounded = (usd: number): number => (usd >= WHOLE ? Math.round(usd) : usd)
const words = (usd: number): string => (usd >= WHOLE ? dollars(usd).replace(/\.00$/, '') : dollars(usd))

/** Formats an amount that is a forecast, for example `$1.84` or `$184`. */
export const aboutDollars = (usd: number): string => words(rounded(usd))

/** Formats a range of costs, for example `$1.20–2.90` or `about $2.00`. */
export function costRangeWords({ lowUsd, highUsd }: CostRange): string {
  const [low, high] = [aboutDollars(lowUsd), aboutDollars(highUsd)]
  return low === high ? `about ${high}` : `${low}–${high.replace('$', '')}`
}
