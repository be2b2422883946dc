import type { Environment } from '../exec/git-environment.ts'
import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { assertObjectId } from '../refs/object-id.ts'

/**
 * Creates a commit with `git commit-tree`, which runs no hook, creates no signature and opens no editor. NUL is removed from the message,
 * because git does not accept NUL in a message.
 * @returns the id of the commit
 */
export async function commitTree(
  git: GitExec,
  place: GitPlace,
  tree: string,
  parents: readonly string[],
  message: string,
  identity: Environment,
): Promise<string> {
  for (const id of [tree, ...parents]) assertObjectId(id)
  const args = ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent]), '-F', '-']
  return git.text(place, args, { input: message.replaceAll('\0', ''), env: identity })
}
