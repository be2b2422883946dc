import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { assertObjectId } from './object-id.ts'
import { assertRefName } from './ref-name.ts'

/**
 * Checks whether git could create these refs together, but creates none. Git itself must check this, because many things can prevent it:
 * a ref with that name, a ref above or below it, a name that differs only in case, a lock that a killed git left.
 * @returns null when git could create them, otherwise git's error output
 */
export async function whyNotCreatable(
  git: GitExec,
  place: GitPlace,
  refs: readonly string[],
  commit: string,
): Promise<string | null> {
  for (const ref of refs) assertRefName(ref)
  assertObjectId(commit)
  const creates = refs.map((ref) => `create ${ref} ${commit}\n`).join('')
  const input = `start\n${creates}prepare\nabort\n`
  const { exitCode, stderr } = await git.run(place, ['update-ref', '--no-deref', '--stdin'], { input })
  return exitCode === 0 ? null : stderr
}
