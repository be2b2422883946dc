import { StartProblem } from '../start-problem.ts'
import type { ServerFile } from './server-file.ts'

/** Another process has the lock of the data folder. `url` and `pid` are null until that process listens. */
export class DataFolderHeld extends StartProblem {
  readonly url: string | null
  readonly pid: number | null

  constructor(path: string, server: ServerFile | null) {
    const holder = server
      ? `the Coppice server at ${server.url} (process ${server.pid})`
      : 'a Coppice server that is starting'
    super(
      `The data folder ${path} is in use by ${holder}. Use that server, stop it, or set COPPICE_HOME to another folder.`,
    )
    this.url = server?.url ?? null
    this.pid = server?.pid ?? null
  }
}

/** The data folder cannot be used, for example because its disk is full, or because this user may not write to it. */
export class DataFolderUnusable extends StartProblem {}

/** A start with less free space is refused, because it would fail halfway. A new embedded database alone takes about 40 MiB. */
export const LEAST_FREE_BYTES = 128 * 1024 * 1024

export function notEnoughSpace(path: string, freeBytes: number): DataFolderUnusable | null {
  if (freeBytes >= LEAST_FREE_BYTES) return null
  return full(path, ` (${mebibytes(freeBytes)} MiB free, ${mebibytes(LEAST_FREE_BYTES)} MiB needed)`)
}

/** Turns an error of the file system into a StartProblem that says what to do. It returns a StartProblem unchanged. */
export function folderUnusable(path: string, error: unknown): StartProblem {
  if (error instanceof StartProblem) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const message = error instanceof Error ? error.message : String(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') return full(path, '')
  const remedy = REMEDIES[code] ?? `cannot be used: ${message}. Set COPPICE_HOME to another folder.`
  return new DataFolderUnusable(`The data folder ${path} ${remedy}`, { cause: error })
}

const REMEDIES: Readonly<Record<string, string>> = {
  EACCES:
    'cannot be used, because you may not write to it. Change its owner or its rights, or set COPPICE_HOME to another folder.',
  EPERM:
    'cannot be used, because you may not write to it. Change its owner or its rights, or set COPPICE_HOME to another folder.',
  EROFS: 'is on a file system that is read-only. Set COPPICE_HOME to another folder.',
  EEXIST: 'is a file. Move this file away, or set COPPICE_HOME to another folder.',
  ENOTDIR: 'is below a file. Set COPPICE_HOME to another folder.',
}

const full = (path: string, how: string): DataFolderUnusable =>
  new DataFolderUnusable(
    `The disk of the data folder ${path} is full${how}. Free some space, or set COPPICE_HOME to a folder on another disk.`,
  )

const mebibytes = (bytes: number): number => Math.floor(bytes / 1024 / 1024)
