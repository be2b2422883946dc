/** The arguments of a `git merge` that creates no commit. Unrelated histories are allowed, because an agent may have begun an orphan branch. */
export const MERGE: readonly string[] = [
  'merge',
  '--no-commit',
  '--no-ff',
  '--no-edit',
  '--quiet',
  '--no-verify-signatures',
  '--allow-unrelated-histories',
]

/**
 * Merges without an index and a working tree. `--allow-unrelated-histories`: an agent may have begun a new history on an orphan branch. Merging that is at worst a
 * conflict, and never an error.
 */
export const MERGE_TREE: readonly string[] = ['merge-tree', '--write-tree', '-z', '--allow-unrelated-histories']
