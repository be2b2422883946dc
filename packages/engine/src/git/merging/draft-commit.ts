import type { RepositoryContext } from '../repository-context.ts'
import { commitTree } from './commit-tree.ts'

/** Creates a commit as a draft. `storeDraft` puts it on a ref. */
export async function draftCommit(
  repo: RepositoryContext,
  tree: string,
  parents: readonly string[],
  message: string,
): Promise<string> {
  const { git, plumbing, drafts } = repo
  await drafts.open()
  const commit = await commitTree(git, plumbing, tree, parents, message, await repo.identity())
  drafts.add(commit, parents)
  return commit
}
