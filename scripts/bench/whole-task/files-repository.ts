import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const FILES_IN_A_FOLDER = 20
/** A file system in memory, so that the speed of a disk does not count. */
const MEMORY = '/dev/shm'

/**
 * Calls `use` while new temporary files are in memory, and then removes them. On systems without `/dev/shm` they are in the usual folder.
 */
export async function inMemory<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const before = process.env.TMPDIR
  const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : (before ?? '/tmp'), 'coppice-bench-'))
  process.env.TMPDIR = folder
  try {
    return await use(folder)
  } finally {
    process.env.TMPDIR = before
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Makes a repository with a checkout of so many files, in folders of twenty. */
export function filesRepository(path: string, files: number): void {
  for (let number = 0; number < files; number += 1) {
    const folder = join(
      path,
      'src',
      `part-${Math.floor(number / FILES_IN_A_FOLDER / 20)}`,
      `${Math.floor(number / FILES_IN_A_FOLDER)}`,
    )
    if (number % FILES_IN_A_FOLDER === 0) mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, `file-${number}.txt`), `This is line one of file ${number}.\n`.repeat(20))
  }
  git(path, 'init', '--quiet', '--initial-branch=main')
  for (const [key, value] of [
    ['user.name', 'Ada'],
    ['user.email', 'ada@example.org'],
    ['gc.auto', '0'],
    ['maintenance.auto', 'false'],
  ])
    git(path, 'config', String(key), String(value))
  git(path, 'add', '--all')
  git(path, 'commit', '--quiet', '--message', 'Start')
}

export const git = (cwd: string, ...args: string[]): string =>
  execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
