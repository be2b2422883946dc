import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** R4: the limit for each of two files, the current one and the one before it. */
export const LARGEST_LOG_BYTES = 16 * 1024 * 1024

/** Appends lines to a file and starts a new file when it is full. A log that cannot be written does not stop the server. */
export function logFile(path: string, largest = LARGEST_LOG_BYTES): { write(line: string): void } {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  let size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  const write = (line: string) => {
    if (size > 0 && size + line.length > largest) {
      renameSync(path, `${path}.1`)
      size = 0
    }
    appendFileSync(path, line, { mode: 0o600 })
    size += Buffer.byteLength(line)
  }
  return {
    write(line) {
      try {
        write(line)
      } catch {
        // The disk is full, or the folder was removed.
      }
    },
  }
}
