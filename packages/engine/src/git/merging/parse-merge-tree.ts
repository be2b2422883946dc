import type { MergeTree } from '../../ports/git.ts'
import { isObjectId } from '../refs/object-id.ts'

/**
 * Parses the output of `git merge-tree --write-tree --name-only --no-messages -z`: the tree, then the paths in conflict, each ended by
 * NUL. Git exits with 1 for a conflict, and also for a missing commit. For a missing commit it prints no tree.
 * @returns null when git did not merge
 */
export function parseMergeTree(exitCode: number, stdout: string): MergeTree | null {
  const [tree = '', ...files] = stdout.split('\0').filter((part) => part !== '')
  if ((exitCode !== 0 && exitCode !== 1) || !isObjectId(tree)) return null
  return exitCode === 0 ? { clean: true, tree } : { clean: false, files: [...new Set(files)] }
}
