import { resolveCommit } from '../refs/resolve-commit.ts'
import { falsifiedFile } from './own-files.ts'
import type { WorktreeContext } from './worktree-context.ts'

/** I2: fails closed unless the folder is this worktree, tied to this repository, at `commit`. */
export async function assertWorktreeAt(worktree: WorktreeContext, commit: string): Promise<void> {
  const { repo, path, place } = worktree
  const falsified = await falsifiedFile(worktree)
  if (falsified !== null) throw new Error(`${path} is not Coppice's worktree any more: ${falsified} was replaced`)
  const head = await resolveCommit(repo.git, place, 'HEAD')
  if (head !== commit) throw new Error(`${path} stands at ${head}, not at ${commit}`)
}
