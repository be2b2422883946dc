import type { Environment } from './git-environment.ts'

/**
 * Where a call works. Git is never left to find its directories by itself (an agent may have left a replaced `.git` file, a rewritten `commondir`), but
 * for the one call that opens a repository.
 */
export interface GitPlace {
  cwd: string
  gitDir: string
  commonDir: string
  workTree: string
  /** Further `-c` settings. */
  config?: readonly string[]
  /** What keeps an agent's programs from running (see ProgramGuard); absent only while a repository is being opened. */
  guard?: { environment(place: GitPlace): Promise<Environment> }
}

/** Objects and refs alone: the shared directory serves as a work tree without files, so neither index nor checkout are involved. */
export const plumbingIn = (commonDir: string): GitPlace => ({
  cwd: commonDir,
  gitDir: commonDir,
  commonDir,
  workTree: commonDir,
})
