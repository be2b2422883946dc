import { asideRef } from '../../domain/naming.ts'
import { treeOf } from '../history/tree-of.ts'
import { commitTree } from '../merging/commit-tree.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { keepAside } from '../worktree/keep-aside.ts'

const MESSAGE =
  'Commits that an agent left outside of its work\n\nThe parents of this commit are what the agent left.\n'

/**
 * Puts commits that the work does not contain on one kept ref (D5). If there is more than one, they become the parents of a commit.
 *
 * @param branch the work branch, after which the ref is named
 * @param start the commit from which the worktree started. It is null when it is not known
 * @returns the ref
 */
export async function keepLeftBehind(
  repo: RepositoryContext,
  branch: string,
  commits: readonly [string, ...string[]],
  start: string | null,
): Promise<string> {
  const [first, ...others] = commits
  const { git, plumbing } = repo
  const joined =
    others.length === 0
      ? first
      : await commitTree(git, plumbing, await treeOf(git, plumbing, first), commits, MESSAGE, await repo.identity())
  await keepAside(repo, branch, joined, start)
  return asideRef(branch, joined)
}
