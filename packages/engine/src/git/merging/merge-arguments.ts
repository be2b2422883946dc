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
