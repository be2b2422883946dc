import type { Rates } from '../../packages/engine/src/domain/rates.ts'
import type { PublishedRates } from './published-rates.ts'

/** What the packages say of one model: its rates, or in what they differ. */
export type Joined = { rates: PublishedRates } | { differ: readonly string[] }

const NAMES = ['input', 'output', 'cacheRead', 'cacheWrite', 'cacheWrite1h'] as const

/**
 * Joins the rates of both packages. A rate that one package lacks comes from the other.
 * @returns null when no package knows the model
 */
export function joinedRates(one: PublishedRates | null, other: PublishedRates | null): Joined | null {
  if (one === null || other === null) {
    const rates = one ?? other
    return rates && { rates }
  }
  const above = one.above && other.above ? [one.above, other.above] : []
  const differ = [...differences(one, other, ''), ...(above[0] && above[1] ? aboveDiffer(above[0], above[1]) : [])]
  if (differ.length > 0) return { differ }
  const long = one.above ?? other.above
  return { rates: { ...joined(one, other), ...(long && { above: long }) } }
}

function aboveDiffer(one: Rates & { inputTokens: number }, other: Rates & { inputTokens: number }): string[] {
  const limit = one.inputTokens === other.inputTokens ? [] : [`above ${one.inputTokens} or ${other.inputTokens} tokens`]
  return [...limit, ...differences(one, other, 'above: ')]
}

const differences = (one: Rates, other: Rates, prefix: string): string[] =>
  NAMES.filter((name) => one[name] !== null && other[name] !== null && one[name] !== other[name]).map(
    (name) => `${prefix}${name} is ${one[name]} or ${other[name]}`,
  )

const joined = (one: Rates, other: Rates): Rates => ({
  input: one.input,
  output: one.output,
  cacheRead: one.cacheRead ?? other.cacheRead,
  cacheWrite: one.cacheWrite ?? other.cacheWrite,
  cacheWrite1h: one.cacheWrite1h ?? other.cacheWrite1h,
})

export const sameRates = (one: PublishedRates, other: PublishedRates): boolean =>
  NAMES.every((name) => one[name] === other[name]) &&
  one.above?.inputTokens === other.above?.inputTokens &&
  NAMES.every((name) => one.above?.[name] === other.above?.[name])
