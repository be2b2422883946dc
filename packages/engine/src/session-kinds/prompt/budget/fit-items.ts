import { estimateTokens } from './estimate-tokens.ts'

/**
 * Returns the first items that fit into a budget. When some do not fit, the last line says how many are left out.
 *
 * @param items the most valuable one first
 * @param tokens the budget
 * @param unit what the items are, in the plural
 */
export function fitItems(items: readonly string[], tokens: number, unit: string): string[] {
  let used = 0
  const fitting = items.findIndex((item) => {
    used += estimateTokens(`${item}\n`)
    return used > tokens
  })
  if (fitting === -1) return [...items]
  return [...items.slice(0, fitting), leftOut(items.length - fitting, unit)]
}

const leftOut = (count: number, unit: string): string => `(${unit} left out to keep the prompt short: ${count})`
