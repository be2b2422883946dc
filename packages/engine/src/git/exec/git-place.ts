import type { Environment } from './git-environment.ts'

/**
 * The directories that a call works in. Git never finds them by itself, because an agent may have replaced the `.git` file or rewritten
 * `commondir`. The only exception is the call that opens a repository.
 */
export interface GitPlace {
  cwd: string
  gitDir: string
  commonDir: string
  workTree: string
  /** Further `-c` settings. */
  config?: readonly string[]
  /** Keeps programs that an agent configured from running (see ProgramGuard). It is absent only while a repository is being opened. */
  guard?: { environment(place: GitPlace): Promise<Environment> }
}

/** For objects and refs only. The shared directory serves as a work tree without files, so neither index nor checkout is involved. */
export const plumbingIn = (commonDir: string): GitPlace => ({
  cwd: commonDir,
  gitDir: commonDir,
  commonDir,
  workTree: commonDir,
})
