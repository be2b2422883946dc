import { join } from 'node:path'
import { exists } from '../checkout/operation-in-progress.ts'
import type { Environment } from '../exec/git-environment.ts'
import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import { GitFailure } from '../exec/git-failure.ts'
import { MERGE } from '../merging/merge-arguments.ts'
import { parseRawDiff } from '../merging/parse-raw-diff.ts'
import { assertObjectId } from '../refs/object-id.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { stageAll } from './stage-all.ts'
import type { WorktreeContext } from './worktree-context.ts'
import { GITLINK, readIndex } from './worktree-index.ts'
import { writeRecord } from './worktree-record.ts'

/**
 * Begins to merge the commit `other` into the worktree's HEAD, without a commit. A conflict session then resolves the conflicts (D4).
 * @param branch the branch that the worktree is on, for its record
 * @returns the paths in conflict, which may be none: git cannot always follow a renamed folder, and leaves the decision to the user
 */
export async function beginMerge(
  worktree: WorktreeContext,
  branch: string | null,
  other: string,
): Promise<readonly string[]> {
  assertObjectId(other)
  const { repo, place, gitDir } = worktree
  const ours = await repo.git.text(place, ['rev-parse', '--verify', 'HEAD^{commit}'])
  const env = { ...(await repo.identity()), ...(await submodulesStayClosed(repo, ours, other)) }
  const options = { env, silenceMs: LONG_SILENCE_MS }
  const result = await repo.git.run(place, [...MERGE, other], options)
  const files = await unmergedPaths(worktree)
  const begun = files.length > 0 || result.exitCode === 0 || (await exists(join(gitDir, 'MERGE_HEAD')))
  if (!begun) throw new GitFailure(MERGE, result)
  const mergeTree = await stageAll(worktree, ours, [])
  const merging = { ours, theirs: other }
  await writeRecord(gitDir, { branch, startCommit: ours, merging, setupLinks: [], mergeTree })
  return files
}

/**
 * Returns variables that forbid git to fetch, if the merge changes submodules in a partial clone. Such a merge could fetch missing commits of a
 * submodule with a program that the submodule's config names (I2).
 */
async function submodulesStayClosed(repo: RepositoryContext, ours: string, theirs: string): Promise<Environment> {
  if (!repo.guard.isPartialClone) return {}
  const diff = await repo.git.bytes(repo.plumbing, ['diff-tree', '-r', '-z', '--raw', '--no-renames', ours, theirs])
  const changes = parseRawDiff(diff.toString('utf8'))
  return changes.some(({ before, mode }) => before === GITLINK || mode === GITLINK) ? { GIT_ALLOW_PROTOCOL: '' } : {}
}

/** Returns the paths that git's index marks as unmerged. */
export async function unmergedPaths(worktree: WorktreeContext): Promise<string[]> {
  const unmerged = (await readIndex(worktree)).filter((entry) => entry.stage > 0)
  return [...new Set(unmerged.map((entry) => entry.path))]
}
