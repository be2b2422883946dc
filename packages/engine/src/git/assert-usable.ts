import { tmpdir } from 'node:os'
import type { GitExec } from './exec/git-exec.ts'
import { GIT_MISSING, GitUnusable } from './git-unusable.ts'

/** The first version that has `merge-tree --write-tree`. */
const OLDEST: readonly [number, number] = [2, 38]

export async function assertUsable(git: GitExec): Promise<void> {
  const { exitCode, stdout } = await git.discover(tmpdir(), ['--version'])
  if (exitCode !== 0) throw new GitUnusable(GIT_MISSING)
  const said = stdout.toString('utf8').trim()
  const version = parseVersion(said)
  if (version !== null && isAtLeast(version, OLDEST)) return
  throw new GitUnusable(
    `Coppice needs git 2.38 or newer; here is ${said}. Install a newer one (https://git-scm.com/downloads), then start again.`,
  )
}

/** `git version 2.39.5 (Apple Git-154)` → 2, 39 */
export function parseVersion(said: string): readonly [number, number] | null {
  const match = /^git version (\d+)\.(\d+)/.exec(said)
  return match ? [Number(match[1]), Number(match[2])] : null
}

const isAtLeast = ([major, minor]: readonly [number, number], [oldMajor, oldMinor]: readonly [number, number]) =>
  major > oldMajor || (major === oldMajor && minor >= oldMinor)
