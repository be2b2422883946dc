import { link, readFile, rm, unlink, writeFile } from 'node:fs/promises'
import { lockThatStays, lockWords, PATIENCE_MS, POLL_MS } from '../locks-held.ts'
import type { Move } from './move.ts'
import { MoveRefused } from './move-refused.ts'

/**
 * Takes git's lock of the index, and keeps it during the whole move, so that no git of the user changes index or files. From its
 * first instant, the lock file contains the token of the move. So after a crash, Coppice knows whether the lock is its own.
 *
 * @throws MoveRefused when another git keeps the lock for a second
 */
export async function lockIndex(move: Move): Promise<void> {
  const mine = move.inGit('index.lock')
  await writeFile(mine, move.journal.token)
  try {
    for (let waitedMs = 0; !(await tryLink(mine, move.indexLock)); waitedMs += POLL_MS) {
      if (waitedMs >= PATIENCE_MS) throw new MoveRefused(lockWords(move.indexLock))
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
  } finally {
    await rm(mine, { force: true })
  }
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP') throw error
    return writeFile(to, await readFile(from), { flag: 'wx' }).then(
      () => true,
      (failure: NodeJS.ErrnoException) => {
        if (failure.code === 'EEXIST') return false
        throw failure
      },
    )
  }
}

/** @returns whether this move has the lock of the index */
export const holdsIndex = async ({ indexLock, journal }: Move): Promise<boolean> =>
  (await readFile(indexLock, 'utf8').catch(() => null)) === journal.token

export async function unlockIndex(move: Move): Promise<void> {
  if (await holdsIndex(move)) await unlink(move.indexLock)
}

/** Waits for the locks of HEAD and of the branch. @throws MoveRefused when another git keeps one */
export async function assertRefsFree({ repo, journal }: Move): Promise<void> {
  const { branchRef, gitDir } = journal
  const held = await lockThatStays({ commonDir: repo.commonDir, branchRef, gitDir }, ['index.lock'])
  if (held !== null) throw new MoveRefused(lockWords(held))
}
