/** The largest budget that the server takes, in dollars. */
const MOST_USD = 1_000_000

/** What a person typed as a budget. `usd` is null when there is no limit. */
export type TypedBudget = { usd: number | null; error: null } | { usd: null; error: string }

/** Reads an amount in dollars, such as `7.50` or `$7.50`. An empty text means no limit. */
export function typedBudget(text: string): TypedBudget {
  const typed = text.trim().replace(/^\$\s*/, '')
  if (typed === '' && !text.includes('$')) return { usd: null, error: null }
  if (!/^\d{1,7}(\.\d{1,6})?$/.test(typed))
    return { usd: null, error: 'This is not an amount. Type dollars such as 7.50, without commas.' }
  const usd = Number(typed)
  if (usd === 0)
    return { usd: null, error: 'With 0 no session can start. Type an amount above 0, or nothing for no limit.' }
  if (usd > MOST_USD)
    return { usd: null, error: 'A budget is at most 1000000 dollars. Type less, or nothing for no limit.' }
  return { usd, error: null }
}
