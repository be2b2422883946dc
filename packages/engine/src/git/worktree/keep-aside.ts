import { asideRef } from '../../domain/naming.ts'
import { moveRef } from '../refs/move-ref.ts'
import type { RepositoryContext } from '../repository-context.ts'

/**
 * Creates a kept ref for a commit that the work branch does not contain (D5: nothing that an agent wrote is lost). The ref's name
 * contains the commit, so a second call for the same commit changes nothing.
 */
export async function keepAside(repo: RepositoryContext, branch: string, commit: string): Promise<void> {
  const { git, plumbing, lock } = repo
  const ref = asideRef(branch, commit)
  await lock.hold(async () => {
    const created = await moveRef(git, plumbing, ref, commit, null).catch(() => false)
    if (!created && (await git.text(plumbing, ['rev-parse', '--verify', ref])) !== commit)
      throw new Error(
        `${ref} must be at ${commit}, but somebody moved it. To move it back: git update-ref ${ref} ${commit}`,
      )
  })
}
