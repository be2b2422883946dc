import type { MergeTree } from '../../ports/git.ts'

/** Output of `merge-tree --write-tree --name-only --no-messages -z`: the tree, then the paths in conflict, each ended by NUL. */
export function parseMergeTree(exitCode: 0 | 1, stdout: string): MergeTree {
  const [tree = '', ...files] = stdout.split('\0').filter((part) => part !== '')
  return exitCode === 0 ? { clean: true, tree } : { clean: false, files: [...new Set(files)] }
}
