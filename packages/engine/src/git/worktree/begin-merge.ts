import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import { GitFailure } from '../exec/git-failure.ts'
import { assertObjectId } from '../refs/object-id.ts'
import type { WorktreeContext } from './worktree-context.ts'
import { readIndex } from './worktree-index.ts'
import { writeRecord } from './worktree-record.ts'

const MERGE = [
  'merge',
  '--no-commit',
  '--no-ff',
  '--no-edit',
  '--quiet',
  '--no-verify-signatures',
  '--allow-unrelated-histories',
]

/**
 * Begins to merge the commit `other` into the worktree's HEAD, without a commit. A conflict session then resolves the conflicts (D4).
 * @param branch the branch that the worktree is on, for its record
 * @returns the paths in conflict
 */
export async function beginMerge(
  worktree: WorktreeContext,
  branch: string | null,
  other: string,
): Promise<readonly string[]> {
  assertObjectId(other)
  const { repo, place, gitDir } = worktree
  const ours = await repo.git.text(place, ['rev-parse', '--verify', 'HEAD^{commit}'])
  const options = { env: await repo.identity(), silenceMs: LONG_SILENCE_MS }
  const result = await repo.git.run(place, [...MERGE, other], options)
  const files = await unmergedPaths(worktree)
  if (result.exitCode !== 0 && files.length === 0) throw new GitFailure(MERGE, result)
  await writeRecord(gitDir, { branch, startCommit: ours, merging: { ours, theirs: other }, setupLinks: [] })
  return files
}

/** Returns the paths that git's index marks as unmerged. */
export async function unmergedPaths(worktree: WorktreeContext): Promise<string[]> {
  const unmerged = (await readIndex(worktree)).filter((entry) => entry.stage > 0)
  return [...new Set(unmerged.map((entry) => entry.path))]
}
