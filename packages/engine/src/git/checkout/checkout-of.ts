import type { RepositoryContext } from '../repository-context.ts'
import { listCheckouts } from './list-checkouts.ts'

/** Returns where a branch is checked out, or will be again when a rebase or bisect there has ended. */
export async function checkoutOf(repo: RepositoryContext, branchRef: string): Promise<string | null> {
  const checkouts = await listCheckouts(repo)
  return checkouts.find((one) => one.branch === branchRef)?.path ?? null
}
