import type { Repository } from '../ports/git.ts'

/** The search tries at most this number of the branch's newest commits. Each costs one merge in memory. */
const MOST = 300

/**
 * Finds the commit at which a branch contains the work of another branch without its commits, because a person used a squash merge, a
 * rebase or cherry-picks. It is the newest commit into which the work merges without a change, unless the branch reverts that commit. Other
 * changes that the branch made later do not matter.
 *
 * @param onto the newest commit of the branch
 * @param tip the newest commit of the work
 * @returns the commit, or null when it is not among the last commits of the branch
 */
export async function containedWork(repository: Repository, onto: string, tip: string): Promise<string | null> {
  const reverts = await repository.reverts([onto], tip)
  const reverted = reverts.flatMap((one) => one.reverted.map(({ commit }) => commit))
  const commit = await newestWithWork(repository, onto, tip)
  return commit === null || reverted.some((id) => commit.startsWith(id)) ? null : commit
}

/** Finds the newest commit of a branch into which the work merges without a change, also if the branch reverts that commit later. */
export async function newestWithWork(repository: Repository, onto: string, tip: string): Promise<string | null> {
  let at: string | null = onto
  for (let left = MOST; left > 0 && at !== null && !(await repository.isAncestor(at, tip)); left -= 1) {
    const merged = await repository.mergeTree(at, tip)
    const commit: string = at
    if (merged.clean && merged.tree === (await repository.tree(commit))) return commit
    at = await repository.firstParent(commit)
  }
  return null
}
