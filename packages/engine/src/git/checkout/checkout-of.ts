import type { RepositoryContext } from '../repository-context.ts'
import { listCheckouts } from './list-checkouts.ts'

/**
 * Finds the checkout that is on a branch. A checkout in the middle of a rebase or bisect counts as on the branch that it started from.
 * @returns the path of the checkout, or null when the branch is not checked out
 */
export async function checkoutOf(repo: RepositoryContext, branchRef: string): Promise<string | null> {
  const checkouts = await listCheckouts(repo)
  return checkouts.find((one) => one.branch === branchRef)?.path ?? null
}
