import { resolveCommit } from '../refs/resolve-commit.ts'
import { falsifiedFile } from './own-files.ts'
import type { WorktreeContext } from './worktree-context.ts'

/**
 * Checks a worktree before an agent starts in it: its files must lead git to this repository, and its HEAD must be at `commit`. If an
 * earlier agent changed them, the new agent's git could write elsewhere (I2).
 * @throws when a check fails
 */
export async function assertWorktreeAt(worktree: WorktreeContext, commit: string): Promise<void> {
  const { repo, path, place } = worktree
  const falsified = await falsifiedFile(worktree)
  if (falsified !== null) throw new Error(`${path} is not Coppice's worktree any more: ${falsified} was replaced`)
  const head = await resolveCommit(repo.git, place, 'HEAD')
  if (head !== commit) throw new Error(`${path} is at commit ${head}, not at ${commit}`)
}
