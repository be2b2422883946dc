import { InvalidInput } from '../domain/refusals.ts'

/** No run and no project needs more. It keeps sums of costs within the whole numbers of JavaScript. */
const LARGEST_USD = 1_000_000

/**
 * Converts a budget in dollars to millionths of a dollar.
 * @param path the name of the input, for the error
 * @returns null when there is no budget
 * @throws InvalidInput when it is not a number above 0
 */
export function budgetOf(budgetUsd: number | null | undefined, path = 'budgetUsd'): number | null {
  if (budgetUsd === null || budgetUsd === undefined) return null
  const microUsd = Math.round(budgetUsd * 1_000_000)
  if (microUsd >= 1 && budgetUsd <= LARGEST_USD) return microUsd
  const message = `The budget is ${budgetUsd}. It must be an amount in dollars above 0, at most ${LARGEST_USD}.`
  throw new InvalidInput([{ path, message }])
}
