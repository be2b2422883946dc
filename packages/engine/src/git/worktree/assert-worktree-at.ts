import { resolveCommit } from '../refs/resolve-commit.ts'
import { changedFile } from './own-files.ts'
import type { WorktreeContext } from './worktree-context.ts'

/**
 * Checks a worktree before an agent starts in it. Its files must name this repository as the worktree's repository, and its HEAD must be at
 * `commit`. If an earlier agent had changed the files, the git of the new agent could write to another repository (I2).
 * @throws when a check fails
 */
export async function assertWorktreeAt(worktree: WorktreeContext, commit: string): Promise<void> {
  const { repo, path, place } = worktree
  const changed = await changedFile(worktree)
  if (changed !== null)
    throw new Error(`${path} is no longer a worktree of this repository, because ${changed} was changed`)
  const head = await resolveCommit(repo.git, place, 'HEAD')
  if (head !== commit) throw new Error(`${path} is at commit ${head}, not at ${commit}`)
}
