import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isPinned } from '../../domain/naming.ts'
import type { GitResult } from '../exec/git-exec.ts'
import type { RefOwner } from './ref-owner.ts'

/**
 * Git waits this long for the lock of a ref. A git of the user that runs, such as `git pack-refs`, holds the lock of a ref of Coppice for a moment
 * only. So a lock that is still there is one that a killed git left.
 */
export const PATIENCE = 'core.filesRefLockTimeout=1000'

/**
 * Runs `git update-ref --stdin`. If a killed git left the lock of a ref that only Coppice changes, the lock is removed and git runs again. The
 * caller has the lock of the repository, so no other git of Coppice changes these refs.
 *
 * @param refs the refs that the input changes
 */
export async function updateRefs(
  { git, users }: Pick<RefOwner, 'git' | 'users'>,
  args: readonly string[],
  input: string,
  refs: readonly string[],
): Promise<GitResult> {
  const there = { ...users, config: [...(users.config ?? []), PATIENCE] }
  const result = await git.run(there, args, { input })
  if (result.exitCode === 0 || !(await removeLeftLocks(users.commonDir, refs))) return result
  return git.run(there, args, { input })
}

/** @returns whether there was a lock */
async function removeLeftLocks(commonDir: string, refs: readonly string[]): Promise<boolean> {
  let isRemoved = false
  for (const ref of refs.filter(isOnlyCoppices)) {
    const lock = join(commonDir, `${ref}.lock`)
    const removed = await rm(lock).then(
      () => true,
      () => false,
    )
    isRemoved ||= removed
  }
  return isRemoved
}

/** A user may make other branches whose names begin with `coppice/`. */
const isOnlyCoppices = (ref: string): boolean => isPinned(ref) || ref.startsWith('refs/coppice/')
