import type { Repository } from '../ports/git.ts'

/** The number of commits of the branch that are tried. Each costs one merge in memory. */
const MOST = 300

/**
 * Finds where a branch took the work of another without its commits: by a squash merge, a rebase or cherry-picks. This is proven by a commit
 * of the branch into which the work merges without a change. What the branch changed afterwards does not matter, except a revert of that
 * commit.
 *
 * @param onto the newest commit of the branch
 * @param tip the work
 * @returns the newest such commit, or null when there is none among the last commits of the branch
 */
export async function containedWork(repository: Repository, onto: string, tip: string): Promise<string | null> {
  const reverts = await repository.reverts([onto], tip)
  const reverted = reverts.flatMap((one) => one.reverted.map(({ commit }) => commit))
  let at: string | null = onto
  for (let left = MOST; left > 0 && at !== null && !(await repository.isAncestor(at, tip)); left -= 1) {
    const merged = await repository.mergeTree(at, tip)
    const commit: string = at
    if (merged.clean && merged.tree === (await repository.tree(commit)))
      return reverted.some((id) => commit.startsWith(id)) ? null : commit
    at = await repository.firstParent(commit)
  }
  return null
}
