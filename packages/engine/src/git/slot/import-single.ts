import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stageAll } from '../worktree/stage-all.ts'
import type { WorktreeContext } from '../worktree/worktree-context.ts'
import type { WorktreeRecord } from '../worktree/worktree-record.ts'
import { addedIds } from './harvest.ts'
import { readLooseCommit } from './loose-commit.ts'
import type { SlotState } from './slot-state.ts'

/**
 * Brings in the work of an agent that made one commit and left nothing else, with one git process in place of five. The tree of the commit must
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
  const { repo, gitDir, home } = worktree
  const { ids, isCut } = addedIds(state, record)
  const [id, ...others] = ids
  if (isCut || id === undefined || others.length > 0 || state.head !== branch || state.refs.get(branch) !== id)
    return null
  if (record.setup || record.merging || state.origin !== null || state.merging.length > 0) return null
  const commit = await readLooseCommit(join(gitDir, 'objects'), id)
  if (commit === null || commit.parents.length !== 1 || commit.parents[0] !== record.startCommit) return null
  const tree = await stageAll(worktree, record.startCommit, except).catch(() => null)
  if (tree !== commit.tree) return null
  const file = join(home, 'coppice-commit')
  await writeFile(file, commit.content)
  const args = ['hash-object', '-t', 'commit', '-w', '--no-filters', '--', file]
  const stored = await repo.git.run(repo.plumbing, args)
  return stored.exitCode === 0 && stored.stdout.toString('utf8').trim() === id ? id : null
}
