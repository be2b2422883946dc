import type { MergeTree } from '../../ports/git.ts'
import type { GitExec } from '../exec/git-exec.ts'
import { GitFailure } from '../exec/git-failure.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { assertObjectId } from '../refs/object-id.ts'
import { parseMergeTree } from './parse-merge-tree.ts'

/** An agent may have started over on an orphan branch. That is a conflict like any other, not an error. */
const MERGE_TREE = ['merge-tree', '--write-tree', '--name-only', '--no-messages', '-z', '--allow-unrelated-histories']

/** D1: merges in memory, without index and checkout. */
export async function mergeTree(git: GitExec, place: GitPlace, ours: string, theirs: string): Promise<MergeTree> {
  assertObjectId(ours)
  assertObjectId(theirs)
  const result = await git.run(place, [...MERGE_TREE, ours, theirs])
  const merged = parseMergeTree(result.exitCode, result.stdout.toString('utf8'))
  if (merged === null) throw new GitFailure(MERGE_TREE, result)
  return merged
}
