import { execFileSync } from 'node:child_process'
import { accessSync, constants, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { freemem, tmpdir } from 'node:os'
import { join } from 'node:path'

const MEMORY_FOLDER = '/dev/shm'

/** A test run held at most 1.1 GB in temporary folders. The rest is for processes. */
const NEEDED_BYTES = 6 * 2 ** 30

/**
 * Returns the folder in which tests make their temporary folders. It is in memory where that is possible, because tests make many small
 * files: a file of end-to-end tests took 48 s there and 72 s on ext4. A `TMPDIR` that a person has set is kept.
 */
export function testFolder(): string {
  return process.env.TMPDIR === undefined && isUsable(MEMORY_FOLDER) ? MEMORY_FOLDER : tmpdir()
}

function isUsable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    const { bavail, bsize } = statfsSync(folder)
    return Math.min(bavail * bsize, freemem()) >= NEEDED_BYTES && runsPrograms(folder)
  } catch {
    return false
  }
}

/** Containers often mount /dev/shm with `noexec`. */
function runsPrograms(folder: string): boolean {
  const own = mkdtempSync(join(folder, 'coppice-probe-'))
  try {
    writeFileSync(join(own, 'probe'), '#!/bin/sh\n', { mode: 0o700 })
    execFileSync(join(own, 'probe'))
    return true
  } finally {
    rmSync(own, { recursive: true, force: true })
  }
}
