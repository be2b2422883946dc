import type { Repository } from '../ports/git.ts'
import { containedWork } from './contained-work.ts'

/**
 * Finds the commit at which a rewritten branch contains work that was once delivered to it. The differences from `containedWork`: the newest
 * commit of the branch may be an ancestor of the work. When a person has rebased the branch, git has removed the merge commits and may have
 * kept the commits of the tasks as they were. `containedWork` does not look at the ancestors of the work, so the trees are compared first.
 *
 * @param onto the newest commit of the branch
 * @param tip the newest commit of the work
 * @returns the commit, or null when git cannot prove that the branch has the work
 */
export async function takenWork(repository: Repository, onto: string, tip: string): Promise<string | null> {
  if ((await repository.tree(onto)) === (await repository.tree(tip))) return onto
  return containedWork(repository, onto, tip)
}
