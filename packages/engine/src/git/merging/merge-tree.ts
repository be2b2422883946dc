import type { MergeTree } from '../../ports/git.ts'
import type { GitExec } from '../exec/git-exec.ts'
import { GitFailure } from '../exec/git-failure.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { assertObjectId } from '../refs/object-id.ts'
import { parseMergeTree } from './parse-merge-tree.ts'

/**
 * `--allow-unrelated-histories`: an agent may have begun a new history on an orphan branch. Merging that is at worst a conflict, and
 * never an error.
 */
const MERGE_TREE = ['merge-tree', '--write-tree', '--name-only', '--no-messages', '-z', '--allow-unrelated-histories']

/** Merges two commits in memory, without index and checkout (D1). @throws GitFailure when a commit is missing */
export async function mergeTree(git: GitExec, place: GitPlace, ours: string, theirs: string): Promise<MergeTree> {
  assertObjectId(ours)
  assertObjectId(theirs)
  const result = await git.run(place, [...MERGE_TREE, ours, theirs])
  const merged = parseMergeTree(result.exitCode, result.stdout.toString('utf8'))
  if (merged === null) throw new GitFailure(MERGE_TREE, result)
  return merged
}
