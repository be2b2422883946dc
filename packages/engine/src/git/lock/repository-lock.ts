import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Clock } from '../../ports/clock.ts'
import { asUsersOwn } from '../../workers/users-umask.ts'
import { tryOsLock } from './os-lock.ts'
import { takeTurns } from './take-turns.ts'

/** Much longer than we ever hold the lock. A holder that takes longer is stopped or hangs. */
const PATIENCE_MS = 60_000
const LONGEST_PAUSE_MS = 20

/** I3: one holder per repository at a time, across processes. Callers of one process queue, so that only one of them asks the system. */
export class RepositoryLock {
  readonly #file: string
  readonly #clock: Clock

  constructor(file: string, clock: Clock) {
    this.#file = file
    this.#clock = clock
  }

  /** Runs `work` under the lock. It is not reentrant. */
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
      const release = tryOsLock(this.#file)
      if (release) return release
      if (this.#clock.now() > deadline)
        throw new Error(
          `Another Coppice process has held ${this.#file} for ${PATIENCE_MS / 1000} s. End it, then try again.`,
        )
      await this.#pause()
    }
  }

  /** The file lies in the user's repository, which several users may share. */
  async #prepare(): Promise<void> {
    const folder = dirname(this.#file)
    // Only this folder: to make those above it would put a git directory where somebody has moved one away.
    if (await mkdir(folder).then(() => true, ignoreExisting)) await asUsersOwn(folder, 'folder')
    const file = await open(this.#file, 'wx').catch(ignoreExisting)
    if (file === null) return
    await file.close()
    await asUsersOwn(this.#file, 'file')
  }

  /** A random wait, so that two callers that fail at the same instant do not collide again. */
  #pause(): Promise<void> {
    return new Promise((resolve) => this.#clock.after(1 + this.#clock.random() * LONGEST_PAUSE_MS, resolve))
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): null {
  if (error.code !== 'EEXIST') throw error
  return null
}
