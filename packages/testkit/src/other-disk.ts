import { accessSync, constants, statSync } from 'node:fs'
import { tmpdir } from 'node:os'

/** Returns a folder for temporary files on another file system than `tmpdir()`. It is null when this machine has none. */
export function otherDisk(): string | null {
  const own = statSync(tmpdir()).dev
  return ['/dev/shm', '/tmp', '/var/tmp'].find((folder) => isWritable(folder) && statSync(folder).dev !== own) ?? null
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
