import { GitFailure, GitWithoutResult } from '../../exec/git-failure.ts'
import { LockUnavailable } from '../../lock/repository-lock.ts'

/** The checkout cannot move now. The message names a path, setting or lock, and says what to do. */
export class MoveRefused extends Error {}

const WORDS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; free some space',
  EDQUOT: 'the disk quota is used up; free some space',
  EFBIG: 'the file is larger than allowed; raise the limit',
  EACCES: 'permission denied; make it and its folder writable',
  EPERM: 'the operation is not permitted; make it and its folder writable',
  EROFS: 'the file system is read-only; make it writable',
  EXDEV: 'it is on another file system than its git directory',
  EBUSY: 'another program uses it; close that program',
}

export const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error && 'syscall' in error

/** Returns the error with which a move is refused because the system does not let Coppice change `path`. */
export function cannotChange(path: string, error: unknown): Error {
  if (!isSystemError(error)) return error instanceof Error ? error : new Error(String(error))
  return new MoveRefused(`${path} cannot be changed: ${WORDS[error.code ?? ''] ?? error.message}`)
}

/** @returns why a checkout did not move, or null when the error is a defect */
export function refusalOf(error: unknown, path: string): string | null {
  if (error instanceof MoveRefused || error instanceof LockUnavailable) return error.message.replace(/\.$/, '')
  if (error instanceof GitFailure || error instanceof GitWithoutResult)
    return `git did not move ${path}: ${error.message}`
  return isSystemError(error) ? cannotChange(error.path ?? path, error).message : null
}

export const changedMeanwhile = (path: string): MoveRefused =>
  new MoveRefused(`somebody changed ${path} at the moment of the delivery; commit that change or undo it`)
