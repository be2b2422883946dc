import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Clock } from '../../ports/clock.ts'
import { asUsersOwn } from '../../workers/users-umask.ts'
import { tryOsLock } from './os-lock.ts'
import { takeTurns } from './take-turns.ts'

/** An error: the lock of a repository cannot be taken now. The message names the file and says what to do. */
export class LockUnavailable extends Error {}

/** How long to wait for the lock. A process that holds it for this long is suspended or hangs, because Coppice needs it only for a moment. */
const PATIENCE_MS = 60_000
const LONGEST_PAUSE_MS = 20

/**
 * The lock under which Coppice changes a repository's refs, worktrees and config (I3: one change at a time, across processes). Callers
 * in one process wait in a queue, so that only one of them tries to take the lock of the operating system.
 */
export class RepositoryLock {
  readonly #file: string
  readonly #clock: Clock

  constructor(file: string, clock: Clock) {
    this.#file = file
    this.#clock = clock
  }

  /**
   * Runs `work` while it holds the lock. `work` must not call `hold` itself: that call would never return.
   * @throws LockUnavailable when another process keeps the lock for a minute, or the system does not allow this process to take it
   */
  hold<T>(work: () => Promise<T>): Promise<T> {
    return takeTurns(this.#file, async () => {
      const release = await this.#take()
      try {
        return await work()
      } finally {
        release()
      }
    })
  }

  async #take(): Promise<() => void> {
    await this.#prepare()
    const deadline = this.#clock.now() + PATIENCE_MS
    for (;;) {
      const release = this.#try()
      if (release) return release
      if (this.#clock.now() > deadline)
        throw new LockUnavailable(
          `Another Coppice process has held the lock ${this.#file} for ${PATIENCE_MS / 1000} s. End that process, then try again.`,
        )
      await this.#pause()
    }
  }

  #try(): (() => void) | null {
    try {
      return tryOsLock(this.#file)
    } catch (error) {
      if (!(error instanceof Error) || !('errcode' in error)) throw error
      throw new LockUnavailable(
        `The lock ${this.#file} cannot be taken (${error.message}). Make sure that its folder is writable and its disk is not full, then try again.`,
      )
    }
  }

  /** Creates the lock file. It may be in the user's repository, which several users may share, so it gets the user's file mode. */
  async #prepare(): Promise<void> {
    const folder = dirname(this.#file)
    // This creates only the last folder of the path. If somebody has moved the repository away, a recursive mkdir would create the git
    // directory's folder again, at the old path.
    if (await mkdir(folder).then(() => true, ignoreExisting)) await asUsersOwn(folder, 'folder')
    const file = await open(this.#file, 'wx').catch(ignoreExisting)
    if (file === null) return
    await file.close()
    await asUsersOwn(this.#file, 'file')
  }

  /** Waits for a random time, so that two processes that failed at the same moment do not try again at the same moment. */
  #pause(): Promise<void> {
    return new Promise((resolve) => this.#clock.after(1 + this.#clock.random() * LONGEST_PAUSE_MS, resolve))
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): null {
  if (error.code !== 'EEXIST') throw error
  return null
}
