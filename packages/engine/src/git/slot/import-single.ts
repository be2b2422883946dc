import { join } from 'node:path'
import { writeCommit } from '../merging/write-commit.ts'
import { stageAll } from '../worktree/stage-all.ts'
import type { WorktreeContext } from '../worktree/worktree-context.ts'
import type { WorktreeRecord } from '../worktree/worktree-record.ts'
import { addedIds } from './harvest.ts'
import { readLooseCommit } from './loose-commit.ts'
import type { SlotState } from './slot-state.ts'

/**
 * Brings in the work of an agent that made one commit and left nothing else, without packing and checking its objects. The tree of the commit must
 * be the tree of the folder, which Coppice's git stored itself. So only the commit has to be copied.
 *
 * @param except paths that are not committed (I5)
 * @returns the commit, or null when the agent left anything else
 */
export async function importSingle(
  worktree: WorktreeContext,
  record: WorktreeRecord,
  state: SlotState,
  branch: string,
  except: readonly string[],
): Promise<string | null> {
  const { repo, gitDir } = worktree
  const { ids, isCut } = addedIds(state, record)
  const [id, ...others] = ids
  if (isCut || id === undefined || others.length > 0 || state.head !== branch || state.refs.get(branch) !== id)
    return null
  if (record.setup || record.merging || state.origin !== null || state.merging.length > 0) return null
  const commit = await readLooseCommit(join(gitDir, 'objects'), id)
  if (commit === null || commit.parents.length !== 1 || commit.parents[0] !== record.startCommit) return null
  const staged = await stageAll(worktree, record.startCommit, except).catch(() => null)
  if (staged === null || staged.tree !== commit.tree || staged.nested.length > 0) return null
  const stored = await writeCommit(repo.git, repo.plumbing, commit.content).catch(() => null)
  return stored === id ? id : null
}
