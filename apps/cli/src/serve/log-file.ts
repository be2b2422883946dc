import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** The limit of one log file (R4: disk use is bounded). At most two files exist: the current file and the previous one. */
export const LARGEST_LOG_BYTES = 16 * 1024 * 1024

/**
 * Opens a log file that appends lines. When the file is full, it becomes the previous file, and a new file is started. An error while writing
 * is ignored, so that a full disk does not stop the server.
 * @param largest the size limit of one file in bytes
 */
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
        // The error is ignored: the disk is full, or the folder was removed.
      }
    },
  }
}
