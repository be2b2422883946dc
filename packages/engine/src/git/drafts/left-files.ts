import { rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { isRunning } from '../exec/is-running.ts'

const HOST = hostname().replaceAll(/[^\w.]/g, '_')

/**
 * A name of this process, for files that it leaves when it dies. It contains the name of the host, because several hosts or containers may use one
 * disk, and each has its own process ids.
 */
export const PROCESS = `${HOST}-${process.pid}`

/** Matches a name that `PROCESS` had in some process. */
export const PROCESS_PATTERN = '([\\w.]+)-(\\d+)'

/**
 * Returns whether a process has ended. This process cannot know it of other hosts, so it is false for them. Call this before this process has
 * created such a file: a file with the id of this process is then from an earlier one.
 * @param found a match of `PROCESS_PATTERN`
 */
export function isOfDead(found: RegExpExecArray | null): boolean {
  const [, host, id] = found ?? []
  if (host !== HOST) return false
  return Number(id) === process.pid || !isRunning(Number(id))
}

/** Removes a file or folder that nobody uses any more, if the system allows that. Nothing depends on it, so a failure is no failure of the caller. */
export const removeIfPossible = (path: string): Promise<void> =>
  rm(path, { recursive: true, force: true }).catch(() => {})
