/** Writes a number of dollars for people. Small amounts have four decimals, so that they do not become $0.00. */
export const dollars = (usd: number): string => `$${usd !== 0 && usd < 0.1 ? usd.toFixed(4) : usd.toFixed(2)}`
