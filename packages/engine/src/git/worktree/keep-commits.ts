import { addedIds, harvest, stateHash } from '../slot/harvest.ts'
import { keepLeftBehind } from '../slot/left-behind.ts'
import { moveSlotAside } from '../slot/settle-slot.ts'
import { readSlotState } from '../slot/slot-state.ts'
import type { WorktreeContext } from './worktree-context.ts'
import { readRecord } from './worktree-record.ts'

/**
 * Puts the commits of an agent on a kept ref if its work was not committed (D5). The agent's git directory is renamed if not all could be
 * read. Usually there is nothing to do: a released worktree has no record, and all of its work is on refs. Only when a worktree is reset in
 * the middle of an attempt does this start git processes.
 */
export async function keepCommits(worktree: WorktreeContext): Promise<void> {
  const record = await readRecord(worktree.home)
  if (!record?.branch) return
  const state = await readSlotState(worktree.gitDir)
  if (record.broughtIn === stateHash(state)) return
  const added = addedIds(state, record)
  if (added.ids.length === 0 && !added.isCut) return
  const { loose, isIncomplete } = await harvest(worktree, record, state, record.branch)
  const [first, ...others] = loose
  if (first !== undefined) await keepLeftBehind(worktree.repo, record.branch, [first, ...others], record.startCommit)
  if (isIncomplete) await moveSlotAside(worktree)
}
