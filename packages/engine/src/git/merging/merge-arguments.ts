/** `git merge` without a commit. `--allow-unrelated-histories`: an agent may have begun a new history on an orphan branch. */
export const MERGE: readonly string[] = [
  'merge',
  '--no-commit',
  '--no-ff',
  '--no-edit',
  '--quiet',
  '--no-verify-signatures',
  '--allow-unrelated-histories',
]
