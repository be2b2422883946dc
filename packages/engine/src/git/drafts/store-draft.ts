import type { RepositoryContext } from '../repository-context.ts'
import { storeObjects } from './store-objects.ts'

/**
 * Calls `move`, which puts a commit on a ref. If the commit is a draft of a merge, its objects are stored in the user's repository first.
 *
 * @param hasMoved returns whether the commit is on the ref now
 */
export async function storeDraft<T>(
  repo: RepositoryContext,
  commit: string,
  move: () => Promise<T>,
  hasMoved: (result: T) => boolean,
): Promise<T> {
  const bases = repo.drafts.basesOf(commit)
  if (bases === null) return move()
  const result = await storeObjects(repo, commit, bases, move)
  if (hasMoved(result)) repo.drafts.renew()
  return result
}
