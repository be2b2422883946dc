import { GitFailure } from '../exec/git-failure.ts'
import { type ListedRef, listRefs } from './list-refs.ts'
import { assertObjectId } from './object-id.ts'
import { assertRefName } from './ref-name.ts'
import { pinOfRef, type RefOwner } from './ref-owner.ts'
import { updateRefs } from './update-refs.ts'

const ARGS = ['update-ref', '--no-deref', '--stdin']
/** Git waits only half a second for the lock of all packed refs. The lock of a killed git stays, and a longer wait would only delay the run's end. */
const IMPATIENT = ['core.packedRefsTimeout=500']

/**
 * Deletes the refs that are still at these commits, and leaves the others. It uses one transaction, so that git rewrites the file of
 * packed refs only once. If some refs have moved, git refuses the transaction, and this tries again without those.
 * @throws GitFailure when git fails although no ref has moved
 */
export async function deleteRefs(owner: RefOwner, refs: readonly ListedRef[]): Promise<void> {
  const { git, users } = owner
  for (const { ref, commit } of refs) {
    assertRefName(ref)
    assertObjectId(commit)
  }
  const there = { ...users, config: [...(users.config ?? []), ...IMPATIENT] }
  for (let rest = refs; rest.length > 0; ) {
    const input = rest.map(({ ref, commit }) => `delete ${ref} ${commit}\n${withPin(owner, ref)}`).join('')
    const names = rest.flatMap(({ ref }) => [ref, pinOfRef(owner, ref) ?? ref])
    const result = await updateRefs({ git, users: there }, ARGS, input, names)
    if (result.exitCode === 0) return
    const unmoved = await withTheirValues(owner, rest)
    if (unmoved.length === rest.length) throw new GitFailure(ARGS, result)
    rest = unmoved
  }
}

/** The pin of a branch is deleted with the branch, also if the pin does not exist. */
function withPin(owner: RefOwner, ref: string): string {
  const pin = pinOfRef(owner, ref)
  return pin === null ? '' : `delete ${pin}\n`
}

/**
 * Returns the refs that are still at their commit. The caller learns from it whether another process moved a ref or git itself failed. Git's
 * exit code is the same for both, and its message is text for people.
 */
async function withTheirValues({ git, users }: RefOwner, refs: readonly ListedRef[]): Promise<ListedRef[]> {
  const now = new Map((await listRefs(git, users, 'refs/')).map(({ ref, commit }) => [ref, commit]))
  return refs.filter(({ ref, commit }) => now.get(ref) === commit)
}
