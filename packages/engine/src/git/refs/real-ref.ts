import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { assertRefName, isCoppiceRef } from './ref-name.ts'

/**
 * Follows a symbolic ref. Git lists a checkout under the branch at the end of the chain, and `update-ref` moves that branch. So a delivery to
 * `master`, which points to `main`, must find the checkout that is on `main` (D2). A ref of Coppice is not followed, because an agent could
 * have put a symbolic ref there (I2).
 *
 * @param ref a full ref name
 * @returns the full name of the ref at the end of the chain, which is `ref` itself when it is not symbolic
 */
export async function realRef(git: GitExec, place: GitPlace, ref: string): Promise<string> {
  assertRefName(ref)
  if (isCoppiceRef(ref)) return ref
  const { exitCode, stdout } = await git.run(place, ['symbolic-ref', '--quiet', ref])
  return exitCode === 0 ? stdout.toString('utf8').trim() : ref
}
