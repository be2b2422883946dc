import { basename, join } from 'node:path'
import { exists } from './operation-in-progress.ts'

/** How long to wait for a lock of another git. A short git command, for example the `git status` of an editor, releases it within this time. */
export const PATIENCE_MS = 1_000
export const POLL_MS = 50

export interface LockedPlaces {
  commonDir: string
  branchRef: string
  /** The git directory of the checkout. It is null when the branch is checked out nowhere. */
  gitDir: string | null
}

/**
 * @param ours the names of locks that the caller has taken itself
 * @returns the first existing lock file of git that prevents moving the branch, or null. Coppice never removes a lock of others.
 */
export async function lockHeld(places: LockedPlaces, ours: readonly string[] = []): Promise<string | null> {
  for (const file of lockFiles(places)) if (!ours.includes(basename(file)) && (await exists(file))) return file
  return null
}

/** Waits up to a second for git's locks to be released. @returns the lock file that is still there, or null */
export async function lockThatStays(places: LockedPlaces, ours: readonly string[] = []): Promise<string | null> {
  for (let waitedMs = 0; ; waitedMs += POLL_MS) {
    const file = await lockHeld(places, ours)
    if (file === null || waitedMs >= PATIENCE_MS) return file
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

function lockFiles({ gitDir, ...refs }: LockedPlaces): string[] {
  return [...(gitDir === null ? [] : [join(gitDir, 'index.lock')]), ...refLockFiles({ gitDir, ...refs })]
}

/** Returns the lock files of the branch and of the refs that move with it. */
export function refLockFiles({ commonDir, branchRef, gitDir }: LockedPlaces): string[] {
  const ofCheckout = gitDir === null ? [] : ['HEAD.lock', 'ORIG_HEAD.lock'].map((name) => join(gitDir, name))
  return [...ofCheckout, join(commonDir, `${branchRef}.lock`)]
}

export const lockWords = (file: string): string =>
  `another git command is running and has the lock ${file}; wait for it to end, or remove that file if no git is running: \`rm '${file}'\``
