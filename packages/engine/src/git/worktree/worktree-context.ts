import type { GitPlace } from '../exec/git-place.ts'
import type { RepositoryContext } from '../repository-context.ts'
import type { WorktreeEntry } from './worktree-entries.ts'

/** The repository and the paths of one worktree. All operations on the worktree use them. */
export interface WorktreeContext {
  repo: RepositoryContext
  /** The path without symbolic links, as in git's entry. */
  path: string
  gitDir: string
  place: GitPlace
}

/** Settings for git in a worktree. An agent can write the index, and could hide new files by a wrong cache of untracked files in it. */
const CONFIG: readonly string[] = ['core.untrackedCache=false']

export function worktreeContext(repo: RepositoryContext, { path, gitDir }: WorktreeEntry): WorktreeContext {
  const place = { ...repo.plumbing, cwd: path, gitDir, commonDir: repo.commonDir, workTree: path, config: CONFIG }
  return { repo, path, gitDir, place }
}
