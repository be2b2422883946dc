import { asideRef } from '../../domain/naming.ts'
import { moveRef } from '../refs/move-ref.ts'
import type { WorktreeContext } from './worktree-context.ts'

/** D5: keeps a commit reachable that the work branch does not contain. The ref is named after the commit, so keeping it twice changes nothing. */
export async function keepAside({ repo }: WorktreeContext, branch: string, commit: string): Promise<void> {
  const { git, plumbing, lock } = repo
  const ref = asideRef(branch, commit)
  await lock.hold(async () => {
    const made = await moveRef(git, plumbing, ref, commit, null).catch(() => false)
    if (!made && (await git.text(plumbing, ['rev-parse', '--verify', ref])) !== commit)
      throw new Error(`${ref} names another commit`)
  })
}
