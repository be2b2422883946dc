import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { resolveCommit } from '../refs/resolve-commit.ts'
import type { WorktreeContext } from '../worktree/worktree-context.ts'
import type { WorktreeRecord } from '../worktree/worktree-record.ts'
import { bringIn } from './bring-in.ts'
import { isPlainFolder } from './plain-files.ts'
import { headCommit, type NewIds, newIds, readSlotState, remoteTips, type SlotState, stashOf } from './slot-state.ts'

/** What an agent left in its git directory. Its commits are now drafts of the worktree, or they were in the user's repository before. */
export interface Harvest {
  /** The commit of HEAD. It is null when Coppice could not bring it in. */
  head: string | null
  /** The commit at which the agent left the work branch. It is null when the agent deleted the branch. */
  own: string | null
  merging: readonly string[]
  /** The commit at which HEAD was before a rebase or bisect that the agent did not end. It is null when there is no unfinished one. */
  origin: string | null
  /** Commits that are on no ref of the user. None of them contains another. */
  loose: readonly string[]
  /** Whether one of `loose` is an entry of the stash. */
  hasStash: boolean
  /** Whether the agent's git directory has commits that git could not read or refused, or more ids than Coppice reads. */
  isIncomplete: boolean
}

export const NOTHING: Harvest = {
  head: null,
  own: null,
  merging: [],
  origin: null,
  loose: [],
  hasStash: false,
  isIncomplete: false,
}

/** Returns the ids that the agent added to its git directory. It starts no git process. */
export const addedIds = (state: SlotState, record: WorktreeRecord): NewIds =>
  newIds(state, record.packed === hashOf(state.packed), record.startCommit, record.branch)

/**
 * Brings the commits of an agent into the drafts of the worktree (D5): the commits of all branches, the stash, the logs and unfinished
 * operations.
 *
 * @param branch the work branch
 */
export async function harvest(
  worktree: WorktreeContext,
  record: WorktreeRecord,
  state: SlotState,
  branch: string | null,
): Promise<Harvest> {
  const { gitDir } = worktree
  const added = addedIds(state, record)
  const brought = await bringIn(worktree, join(gitDir, 'objects'), added.ids)
  const inTree = await ownRepository(worktree, record.startCommit)
  const last = state.logs.get('HEAD')?.at(-1) ?? null
  const known = (id: string | null) => commitIn(worktree, record, id)
  const own = branch === null ? null : await known(state.refs.get(branch) ?? null)
  const remotes = remoteTips(state)
  const loose = [...brought.heads, ...inTree.heads].filter((one) => !remotes.has(one))
  const stash = stashOf(state)
  const merging: string[] = []
  for (const id of state.merging) if ((await known(id)) !== null) merging.push(id)
  return {
    head: (await known(headCommit(state))) ?? own ?? (await known(last)),
    own,
    merging,
    origin: await known(state.origin),
    loose,
    hasStash: loose.some((one) => stash.has(one)),
    isIncomplete: added.isCut || inTree.isCut || brought.refused.length + inTree.refused.length > 0,
  }
}

/** Brings in the commits of a repository that the agent created in the folder of the worktree, in place of the file `.git`. */
async function ownRepository(worktree: WorktreeContext, start: string | null) {
  const { path } = worktree
  if (!(await isPlainFolder(path, '.git/objects'))) return { heads: [], refused: [], isCut: false }
  const state = await readSlotState(join(path, '.git'))
  const { ids, isCut } = newIds(state, false, start, null)
  return { ...(await bringIn(worktree, join(path, '.git/objects'), ids)), isCut }
}

/**
 * @returns the commit, or null when it is neither a draft nor in the user's repository. The start commit is not looked up, because the pin
 * of the slot keeps it.
 */
async function commitIn({ repo }: WorktreeContext, record: WorktreeRecord, id: string | null): Promise<string | null> {
  return id === null || id === record.startCommit ? id : resolveCommit(repo.git, repo.plumbing, id)
}

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Returns a hash of the agent's refs and logs. If it is unchanged, no commit was added since. */
export const stateHash = ({ refs, logs, ...others }: SlotState): string =>
  hashOf(JSON.stringify([[...refs], [...logs], others]))
