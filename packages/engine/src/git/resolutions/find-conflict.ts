import { inMergePlace } from '../merging/in-merge-place.ts'
import { MERGE_TREE } from '../merging/merge-arguments.ts'
import { isRenormalizing } from '../merging/merge-settings.ts'
import { assertObjectId } from '../refs/object-id.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { type PlainConflict, parseConflict } from './parse-conflict.ts'

/**
 * Merges two commits again to find the blobs of their conflict.
 * @returns null when they merge without a conflict, or when the conflict is not only one in the content of regular files
 */
export async function findConflict(
  repo: RepositoryContext,
  ours: string,
  theirs: string,
): Promise<PlainConflict | null> {
  for (const id of [ours, theirs]) assertObjectId(id)
  // `git merge-tree` ignores the setting `merge.renormalize`. With this setting, it would not find the same conflict as the run's merge.
  if (isRenormalizing(await repo.guard.config(repo.plumbing))) return null
  return inMergePlace(repo, await repo.attributes.at(ours), [], async (place) => {
    const { exitCode, stdout } = await repo.git.run(place, [...MERGE_TREE, '--messages', ours, theirs])
    return exitCode === 1 ? parseConflict(stdout.toString('utf8')) : null
  })
}
