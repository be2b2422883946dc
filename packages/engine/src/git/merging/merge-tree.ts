import type { MergeTree } from '../../ports/git.ts'
import type { GitExec } from '../exec/git-exec.ts'
import { GitFailure } from '../exec/git-failure.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { assertObjectId } from '../refs/object-id.ts'
import type { RepositoryContext } from '../repository-context.ts'
import type { AttributeFiles } from './attribute-files.ts'
import { inMergePlace } from './in-merge-place.ts'
import { MERGE_TREE } from './merge-arguments.ts'
import { mergeInScratch } from './merge-in-scratch.ts'
import { isRenormalizing, mergeDrivers } from './merge-settings.ts'
import { parseConflictMessages } from './parse-conflict-messages.ts'
import { parseMergeTree } from './parse-merge-tree.ts'

/**
 * Merges two commits without a checkout (D1). The result is the same as that of the user's own `git merge` in a checkout of `ours`: it uses
 * the attributes and merge drivers of that checkout, and the user's settings.
 * @throws GitFailure when a commit is missing
 */
export async function mergeTree(repo: RepositoryContext, ours: string, theirs: string): Promise<MergeTree> {
  assertObjectId(ours)
  assertObjectId(theirs)
  const config = await repo.guard.config(repo.plumbing)
  if (isRenormalizing(config)) return mergeInScratch(repo, ours, theirs)
  const files = await repo.attributes.at(ours)
  try {
    return await mergeInMemory(repo, files, ours, theirs, [])
  } catch (error) {
    // A merge driver that hangs, or deletes its input files, ends the whole merge. So the merge is tried again without the drivers. Each file
    // that a driver should have merged is then in conflict.
    const drivers = mergeDrivers(config)
    if (drivers.length === 0) throw error
    const failing = drivers.map((key) => `${key}=false`)
    return mergeInMemory(repo, files, ours, theirs, failing)
  }
}

/**
 * Merges with `git merge-tree`. If a file and a folder have the same name, git renames the file: `git merge` appends `~HEAD`, and
 * `git merge-tree` appends the id of the commit.
 * @param config further `-c` settings
 */
function mergeInMemory(
  repo: RepositoryContext,
  files: AttributeFiles,
  ours: string,
  theirs: string,
  config: readonly string[],
): Promise<MergeTree> {
  const { git } = repo
  return inMergePlace(repo, files, config, async (place) => {
    const result = await git.run(place, [...MERGE_TREE, '--name-only', '--no-messages', ours, theirs])
    const merged = parseMergeTree(result.exitCode, result.stdout.toString('utf8'))
    if (merged === null) throw new GitFailure(MERGE_TREE, result)
    if (merged.clean) return merged
    const files = merged.files.length > 0 ? merged.files : await messagePaths(git, place, ours, theirs)
    return { clean: false, files: files.map((path) => path.replace(`~${ours}`, '~HEAD')) }
  })
}

/**
 * When a renamed folder cannot be followed, git reports a conflict, but leaves no path unmerged. Then only git's messages name the paths.
 */
async function messagePaths(git: GitExec, place: GitPlace, ours: string, theirs: string): Promise<string[]> {
  const { stdout } = await git.run(place, [...MERGE_TREE, '--name-only', '--messages', ours, theirs])
  return parseConflictMessages(stdout.toString('utf8'))
}
