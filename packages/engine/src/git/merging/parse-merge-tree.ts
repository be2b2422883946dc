import type { MergeTree } from '../../ports/git.ts'
import { isObjectId } from '../refs/object-id.ts'

/**
 * Parses the output of `merge-tree --write-tree --name-only --no-messages -z`: the tree, then the paths in conflict, each ended by NUL.
 * @returns null when git did not merge: it exits with 1 for a conflict and also for a missing commit, but then it names no tree
 */
export function parseMergeTree(exitCode: number, stdout: string): MergeTree | null {
  const [tree = '', ...files] = stdout.split('\0').filter((part) => part !== '')
  if ((exitCode !== 0 && exitCode !== 1) || !isObjectId(tree)) return null
  return exitCode === 0 ? { clean: true, tree } : { clean: false, files: [...new Set(files)] }
}
