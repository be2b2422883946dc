import { RESOLUTION_REFS, resolutionRef } from '../../domain/naming.ts'
import { storeDraft } from '../drafts/store-draft.ts'
import { draftCommit } from '../merging/draft-commit.ts'
import { parseRawDiff } from '../merging/parse-raw-diff.ts'
import { deleteRefs } from '../refs/delete-refs.ts'
import { parseRefs } from '../refs/list-refs.ts'
import { moveRef } from '../refs/move-ref.ts'
import { assertObjectId } from '../refs/object-id.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { findConflict } from './find-conflict.ts'
import { isRegularFile } from './parse-conflict.ts'
import { writeTree } from './write-tree.ts'

/** How many resolutions a repository keeps (R4). */
const MOST_RESOLUTIONS = 500

/**
 * Remembers how the tree of `merged` resolves the conflict of two commits. A ref that is named after the conflict's key points to a commit
 * without parents. The tree of this commit has only the files in which the resolution differs from git's own merge. If the key already has
 * a resolution, the old one stays.
 * @param merged a commit with the whole result of the merge
 * @param most how many resolutions are kept. The oldest are dropped
 * @returns false when nothing was remembered, for example because the result differs from git's merge in other files too
 */
export async function rememberResolution(
  repo: RepositoryContext,
  ours: string,
  theirs: string,
  merged: string,
  message: string,
  most = MOST_RESOLUTIONS,
): Promise<boolean> {
  const { git, plumbing } = repo
  assertObjectId(merged)
  const conflict = await findConflict(repo, ours, theirs)
  if (conflict === null) return false
  const diff = ['diff-tree', '-r', '-z', '--raw', '--no-renames', conflict.tree, `${merged}^{tree}`]
  const changes = parseRawDiff((await git.bytes(plumbing, diff)).toString('utf8'))
  if (!changes.every(({ path, mode }) => conflict.paths.has(path) && isRegularFile(mode))) return false
  const tree = await writeTree(repo, null, changes)
  const commit = await draftCommit(repo, tree, [], message)
  const move = async () => {
    const isNew = await moveRef(repo, resolutionRef(conflict.key), commit, null)
    if (isNew) await dropOldest(repo, most)
    return isNew
  }
  return storeDraft(repo, commit, () => repo.lock.hold(move), Boolean)
}

async function dropOldest(repo: RepositoryContext, most: number): Promise<void> {
  const args = ['for-each-ref', '--sort=-committerdate', '--format=%(objectname) %(refname)', RESOLUTION_REFS]
  const newestFirst = parseRefs(await repo.git.text(repo.users, args))
  await deleteRefs(repo, newestFirst.slice(most))
}
