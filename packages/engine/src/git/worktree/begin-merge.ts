import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exists } from '../checkout/operation-in-progress.ts'
import type { Environment } from '../exec/git-environment.ts'
import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import { GitFailure } from '../exec/git-failure.ts'
import { MERGE } from '../merging/merge-arguments.ts'
import { parseRawDiff } from '../merging/parse-raw-diff.ts'
import { assertObjectId } from '../refs/object-id.ts'
import { resolveCommit } from '../refs/resolve-commit.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { forgetMerge, passMergeOn } from '../slot/pass-merge-on.ts'
import { readAgentsIndex } from './agents-entries.ts'
import type { IndexEntry } from './parse-index.ts'
import { type ShadowedWorktree, shadowed } from './shadowed-worktree.ts'
import { stageAll } from './stage-all.ts'
import type { WorktreeContext } from './worktree-context.ts'
import { GITLINK, readIndex } from './worktree-index.ts'
import { readRecord, writeRecord } from './worktree-record.ts'

/** Settings that the config of a shadow contains too. A merge uses the user's config instead, so git gets them with `-c`. */
const CONFIG: readonly string[] = [
  'core.bare=false',
  'core.ignorecase=false',
  'core.untrackedCache=false',
  'core.splitIndex=false',
]

/**
 * Begins to merge the commit `other` into the worktree's branch, without a commit. A conflict session then resolves the conflicts (D4). The
 * merge runs in the shadow with the config of the user's repository, and the agent gets the result as files.
 * @param branch the branch that the worktree is on
 * @returns the paths in conflict, which may be none: git cannot always follow a renamed folder, and leaves the decision to the user
 */
export async function beginMerge(
  worktree: WorktreeContext,
  branch: string | null,
  other: string,
): Promise<readonly string[]> {
  assertObjectId(other)
  const { repo, home } = worktree
  const record = await readRecord(home)
  const ours = await resolveCommit(repo.git, repo.plumbing, branch ?? record?.startCommit ?? '')
  if (record === null || ours === null) throw new Error(`the worktree ${worktree.path} is not leased to an attempt`)
  const shadow = await shadowed(worktree)
  const files = await mergeInShadow(shadow, ours, other)
  await passMergeOn(shadow)
  await worktree.drafts.copyTo(join(worktree.gitDir, 'objects'))
  await forgetMerge(home)
  const { tree: mergeTree } = await stageAll(worktree, ours, [])
  const { tips, packed, broughtIn } = record
  const merging = { ours, theirs: other }
  await writeRecord(home, { branch, startCommit: ours, merging, setupLinks: [], mergeTree, tips, packed, broughtIn })
  return files
}

async function mergeInShadow(shadow: ShadowedWorktree, ours: string, other: string): Promise<string[]> {
  const { repo, home, path } = shadow
  const place = { ...repo.plumbing, cwd: path, gitDir: home, workTree: path, config: CONFIG }
  const env = { ...(await repo.identity()), ...(await submodulesStayClosed(repo, ours, other)) }
  await forgetMerge(home)
  await writeFile(join(home, 'HEAD'), `${ours}\n`)
  const result = await repo.git.run(place, [...MERGE, other], { env, silenceMs: LONG_SILENCE_MS })
  const files = unmergedIn(await readIndex(shadow))
  const begun = files.length > 0 || result.exitCode === 0 || (await exists(join(home, 'MERGE_HEAD')))
  if (!begun) throw new GitFailure(MERGE, result)
  return files
}

/**
 * Returns variables that forbid git to fetch. They are needed only for a merge that changes a submodule in a partial clone: git could then
 * fetch missing commits of the submodule, with a program that the submodule's config names (I2).
 */
async function submodulesStayClosed(repo: RepositoryContext, ours: string, theirs: string): Promise<Environment> {
  if (!repo.guard.isPartialClone) return {}
  const diff = await repo.git.bytes(repo.plumbing, ['diff-tree', '-r', '-z', '--raw', '--no-renames', ours, theirs])
  const changes = parseRawDiff(diff.toString('utf8'))
  return changes.some(({ before, mode }) => before === GITLINK || mode === GITLINK) ? { GIT_ALLOW_PROTOCOL: '' } : {}
}

/** Returns the paths that the agent's index marks as unmerged. @returns null when git cannot read the index */
export async function unmergedPaths(worktree: WorktreeContext): Promise<string[] | null> {
  const entries = await readAgentsIndex(await shadowed(worktree))
  return entries === null ? null : unmergedIn(entries)
}

function unmergedIn(entries: readonly IndexEntry[]): string[] {
  return [...new Set(entries.filter(({ stage }) => stage > 0).map(({ path }) => path))]
}
