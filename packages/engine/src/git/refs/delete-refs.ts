import type { GitExec } from '../exec/git-exec.ts'
import { GitFailure } from '../exec/git-failure.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { type ListedRef, listRefs } from './list-refs.ts'
import { assertObjectId } from './object-id.ts'
import { assertRefName } from './ref-name.ts'

const ARGS = ['update-ref', '--no-deref', '--stdin']
/** A short wait: a lock that a killed git left behind would delay the end of a run for as long as we wait. */
const IMPATIENT = ['core.filesRefLockTimeout=500', 'core.packedRefsTimeout=500']

/** Deletes the refs that still have these values, in one transaction, so that git rewrites its packed refs once. */
export async function deleteRefs(git: GitExec, place: GitPlace, refs: readonly ListedRef[]): Promise<void> {
  for (const { ref, commit } of refs) {
    assertRefName(ref)
    assertObjectId(commit)
  }
  const there = { ...place, config: [...(place.config ?? []), ...IMPATIENT] }
  for (let rest = refs; rest.length > 0; ) {
    const input = rest.map(({ ref, commit }) => `delete ${ref} ${commit}\n`).join('')
    const result = await git.run(there, ARGS, { input })
    if (result.exitCode === 0) return
    const unmoved = await withTheirValues(git, place, rest)
    if (unmoved.length === rest.length) throw new GitFailure(ARGS, result)
    rest = unmoved
  }
}

/** Git distinguishes a lost race from a failure only in English, so this reads the refs again instead. */
async function withTheirValues(git: GitExec, place: GitPlace, refs: readonly ListedRef[]): Promise<ListedRef[]> {
  const now = new Map((await listRefs(git, place, 'refs/')).map(({ ref, commit }) => [ref, commit]))
  return refs.filter(({ ref, commit }) => now.get(ref) === commit)
}
