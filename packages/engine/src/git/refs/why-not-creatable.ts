import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { assertObjectId } from './object-id.ts'
import { assertRefName } from './ref-name.ts'

/**
 * Asks git whether it could create these refs together, and creates none. Only git knows all that is in the way: a ref of that name, a
 * ref above or below it, packed or not, a name that a case-insensitive file system takes for another, a lock that a killed git left.
 *
 * @returns null when git could, otherwise what git says
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
