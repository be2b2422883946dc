import { mkdir } from 'node:fs/promises'
import { assertObjectId } from '../refs/object-id.ts'
import { assertRefName } from '../refs/ref-name.ts'
import { checkOut } from '../worktree/check-out.ts'
import { shadowed } from '../worktree/shadowed-worktree.ts'
import type { WorktreeContext } from '../worktree/worktree-context.ts'
import { removeRecord, writeRecord } from '../worktree/worktree-record.ts'
import { buildSlot } from './build-slot.ts'
import { clean } from './clean.ts'
import { writeGitFile } from './git-file.ts'
import { hashOf } from './harvest.ts'
import { moveOthersAside } from './move-others-aside.ts'
import { pointAt } from './pin.ts'
import { useCopiesOfSubmodules } from './submodules.ts'
import { visibleRefs } from './visible-refs.ts'

/**
 * Gives a worktree to an attempt: the working tree is clean at `commit`, and the git directory of the agent is new. The record of the worktree is
 * deleted first and written last. If the lease is interrupted, the record is missing, and the files do not count as work.
 *
 * @param branch is created at `commit` or moved to it. When it is null, HEAD is detached.
 * @param keepIgnored patterns of ignored files that stay
 */
export async function lease(
  worktree: WorktreeContext,
  commit: string,
  branch: string | null,
  keepIgnored: readonly string[],
): Promise<void> {
  const { repo, shared, drafts, home, slot } = worktree
  assertObjectId(commit)
  if (branch !== null) assertRefName(branch)
  await mkdir(home, { recursive: true })
  await removeRecord(home)
  await pointAt(shared, slot, branch, commit)
  const refs = await visibleRefs(repo)
  await moveOthersAside(worktree)
  await writeGitFile(worktree)
  await buildSlot(worktree, refs, commit, branch)
  await checkOut(worktree, commit)
  const shadow = await shadowed(worktree)
  await clean(shadow, commit.length, keepIgnored)
  await useCopiesOfSubmodules(shadow, commit)
  // The index names only objects of the commit now.
  await drafts.empty()
  const packed = hashOf(refs.packed)
  await writeRecord(home, { branch, startCommit: commit, merging: null, setupLinks: [], tips: [commit], packed })
}
