import type { GitPlace } from '../exec/git-place.ts'
import type { RepositoryContext } from '../repository-context.ts'
import type { WorktreeEntry } from './worktree-entries.ts'

/** What all operations on one worktree need. */
export interface WorktreeContext {
  repo: RepositoryContext
  /** The path without symbolic links, as in git's entry. */
  path: string
  gitDir: string
  place: GitPlace
}

/** Settings for git in a worktree. An agent can write the index, and with a false cache of untracked files it could hide new files. */
const CONFIG: readonly string[] = ['core.untrackedCache=false']

export function worktreeContext(repo: RepositoryContext, { path, gitDir }: WorktreeEntry): WorktreeContext {
  const place = { ...repo.plumbing, cwd: path, gitDir, commonDir: repo.commonDir, workTree: path, config: CONFIG }
  return { repo, path, gitDir, place }
}
