import { join } from 'node:path'
import { exists, readText } from '../checkout/operation-in-progress.ts'
import { isObjectId } from '../refs/object-id.ts'
import { resolveCommit } from '../refs/resolve-commit.ts'
import type { WorktreeContext } from './worktree-context.ts'

/**
 * Returns the commit at which HEAD was before a rebase or bisect that the agent left unfinished.
 *
 * @returns null when no rebase or bisect is in progress
 */
export async function commitBeforeOperation(worktree: WorktreeContext): Promise<string | null> {
  const { repo, place, gitDir } = worktree
  const rebased = await rebaseOrigin(gitDir)
  if (rebased !== null) return resolveCommit(repo.git, place, rebased)
  const bisected = await readText(join(gitDir, 'BISECT_START'))
  if (bisected === null) return null
  const start = isObjectId(bisected) ? bisected : `refs/heads/${bisected.replace(/^refs\/heads\//, '')}`
  return resolveCommit(repo.git, place, start)
}

/** Returns the commit where a rebase started. A folder `rebase-apply` of `git am` does not count, because `git am` stays on its branch. */
async function rebaseOrigin(gitDir: string): Promise<string | null> {
  const merging = await readText(join(gitDir, 'rebase-merge', 'orig-head'))
  if (merging !== null) return merging
  if (!(await exists(join(gitDir, 'rebase-apply', 'rebasing')))) return null
  return readText(join(gitDir, 'rebase-apply', 'orig-head'))
}
