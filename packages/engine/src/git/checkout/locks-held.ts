import { join } from 'node:path'
import { exists } from './operation-in-progress.ts'

/** A running git has released its lock by then, for example the `git status` of an editor. */
const PATIENCE_MS = 1_000
const POLL_MS = 50

export interface LockedPlaces {
  commonDir: string
  branchRef: string
  /** The git directory of the checkout. Is null when only the branch moves. */
  gitDir: string | null
}

/** @returns git's lock file that prevents moving the branch, or null. Only the owner of a lock may remove it. */
export async function lockHeld(places: LockedPlaces): Promise<string | null> {
  for (const file of lockFiles(places)) if (await exists(file)) return file
  return null
}

/** Like `lockHeld`, but waits for a git that is running now. */
export async function lockThatStays(places: LockedPlaces): Promise<string | null> {
  for (let waitedMs = 0; ; waitedMs += POLL_MS) {
    const file = await lockHeld(places)
    if (file === null || waitedMs >= PATIENCE_MS) return file
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

function lockFiles({ commonDir, branchRef, gitDir }: LockedPlaces): string[] {
  const ofCheckout =
    gitDir === null ? [] : ['index.lock', 'HEAD.lock', 'ORIG_HEAD.lock'].map((name) => join(gitDir, name))
  return [...ofCheckout, join(commonDir, `${branchRef}.lock`)]
}

export const lockWords = (file: string): string =>
  `another git command is at work (${file} is there; if no git runs, remove that file)`
