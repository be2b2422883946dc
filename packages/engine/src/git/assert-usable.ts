import { tmpdir } from 'node:os'
import type { GitExec } from './exec/git-exec.ts'
import { GitUnusable } from './git-unusable.ts'

/** The first version of git that has `merge-tree --write-tree`: major and minor number. */
const OLDEST: readonly [number, number] = [2, 38]

/** Checks the installed git. @throws GitUnusable when git is missing or older than 2.38 */
export async function assertUsable(git: GitExec): Promise<void> {
  const { stdout } = await git.discover(tmpdir(), ['--version'])
  const found = stdout.toString('utf8').trim()
  const version = parseVersion(found)
  if (version !== null && isAtLeast(version, OLDEST)) return
  throw new GitUnusable(
    `Coppice needs git 2.38 or newer and found ${found}. Install a newer git (https://git-scm.com/downloads), then start Coppice again.`,
  )
}

/** Parses the output of `git --version`. @returns `[2, 39]` for `git version 2.39.5 (Apple Git-154)`, or null for another text */
export function parseVersion(output: string): readonly [number, number] | null {
  const match = /^git version (\d+)\.(\d+)/.exec(output)
  return match ? [Number(match[1]), Number(match[2])] : null
}

const isAtLeast = ([major, minor]: readonly [number, number], [oldMajor, oldMinor]: readonly [number, number]) =>
  major > oldMajor || (major === oldMajor && minor >= oldMinor)
