import type { RepositoryContext } from '../repository-context.ts'
import { shadowFolder } from '../shadow/shadow.ts'
import { slotGitDir } from '../slot/slot-paths.ts'

/** The repository and the paths of one worktree. All operations on the worktree use them. */
export interface WorktreeContext {
  repo: RepositoryContext
  /** The path without symbolic links. */
  path: string
  /** The git directory of the agent. Coppice reads and writes its files, and no git of Coppice uses it (I2). */
  gitDir: string
  /** The folder of the shadow, with the record of the worktree. */
  home: string
}

/** @param path the path without symbolic links */
export const worktreeContext = (repo: RepositoryContext, path: string): WorktreeContext => ({
  repo,
  path,
  gitDir: slotGitDir(path),
  home: shadowFolder(path),
})
