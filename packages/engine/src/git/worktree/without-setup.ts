import { commitTree } from '../merging/commit-tree.ts'
import { isObjectId } from '../refs/object-id.ts'
import { lentEntries, replaceLent } from './lent-entries.ts'
import type { WorktreeContext } from './worktree-context.ts'
import type { SetupTrees } from './worktree-record.ts'

/** These settings turn off the detection of renames. Git would guess that a file that setup deleted is the origin of a new file of the agent. */
const CONFIG = ['merge.renames=false', 'merge.directoryRenames=false']
const MERGE_TREE = ['merge-tree', '--write-tree', '--name-only', '--no-messages', '-z']

/**
 * Returns `tree` without the changes of setup, because they are not the work of the task (I5). It merges `before` (ours) with `tree`
 * (theirs), and their common base is `after`. So the changes from `after` to `tree`, which are those of the agent, are applied to `before`.
 * If setup and the agent changed the same lines of a file, the result has the agent's file.
 *
 * @param setup the trees before and after setup
 * @param tree the tree of the worktree when the agent has ended
 */
export async function withoutSetup(
  worktree: WorktreeContext,
  { before, after }: SetupTrees,
  tree: string,
): Promise<string> {
  if (tree === after) return before
  const base = await commit(worktree, after, [])
  const ours = await commit(worktree, before, [base])
  const theirs = await commit(worktree, tree, [base])
  const { git, plumbing } = worktree.repo
  const place = { ...plumbing, config: [...(plumbing.config ?? []), ...CONFIG] }
  const { exitCode, stdout, stderr } = await git.run(place, [...MERGE_TREE, ours, theirs])
  const [merged = '', ...conflicts] = stdout.toString('utf8').split('\0').filter(Boolean)
  if (!isObjectId(merged))
    throw new Error(
      `git could not separate the agent's work from what the \`setup\` commands changed (git merge-tree, exit code ${exitCode}): ${stderr.trim()}`,
    )
  if (exitCode === 0) return merged
  const paths = [...new Set(conflicts)]
  const marked = await lentEntries(worktree, merged, paths)
  return replaceLent(worktree, merged, marked, await lentEntries(worktree, tree, paths))
}

/**
 * Creates a commit, because `merge-tree` of git 2.38 takes the base from the history of two commits. No ref names this commit, so git
 * deletes it later.
 */
async function commit({ repo }: WorktreeContext, tree: string, parents: readonly string[]): Promise<string> {
  return commitTree(repo.git, repo.plumbing, tree, parents, 'Without setup\n', await repo.identity())
}
