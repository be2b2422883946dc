import { asideRef } from '../../domain/naming.ts'
import { storeObjects } from '../drafts/store-objects.ts'
import { moveRef } from '../refs/move-ref.ts'
import type { RepositoryContext } from '../repository-context.ts'

/**
 * Creates a kept ref for a commit that the work branch does not contain (D5: nothing that an agent wrote is lost). The ref's name contains
 * the id of the commit, so a second call for the same commit changes nothing.
 *
 * @param start the commit from which the worktree started. It is null when it is not known
 */
export async function keepAside(
  repo: RepositoryContext,
  branch: string,
  commit: string,
  start: string | null,
): Promise<void> {
  const { git, users, lock } = repo
  const ref = asideRef(branch, commit)
  const keep = async () => {
    const created = await moveRef(repo, ref, commit, null).catch(() => false)
    if (!created && (await git.text(users, ['rev-parse', '--verify', ref])) !== commit)
      throw new Error(
        `${ref} must be at ${commit}, but somebody moved it. To move it back: git update-ref ${ref} ${commit}`,
      )
  }
  await storeObjects(repo, commit, start === null ? [] : [start], () => lock.hold(keep))
}
