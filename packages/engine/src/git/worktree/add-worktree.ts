import { mkdir, readdir, rename } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import { treeOfSlot } from '../../domain/naming.ts'
import type { StuckFolder } from '../../domain/stuck-folder.ts'
import type { Worktree } from '../../ports/git.ts'
import { exists } from '../checkout/operation-in-progress.ts'
import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import { treeOf } from '../history/tree-of.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { adoptOlder } from '../slot/adopt-older.ts'
import { writeGitFile } from '../slot/git-file.ts'
import { addedIds } from '../slot/harvest.ts'
import { lease } from '../slot/lease.ts'
import { freeSlot, slotFolders } from '../slot/slot-folders.ts'
import { headCommit, readSlotState } from '../slot/slot-state.ts'
import { unlinkReplaced } from '../slot/unlink-replaced.ts'
import { GitWorktree } from './git-worktree.ts'
import { removeParts } from './remove-worktree.ts'
import { stageAll } from './stage-all.ts'
import { type WorktreeContext, worktreeContext } from './worktree-context.ts'
import { slotPathOf } from './worktree-entries.ts'
import { readRecord } from './worktree-record.ts'

/** Creates a worktree. The port `Repository` describes the parameters. */
export async function addWorktree(
  repo: RepositoryContext,
  slot: string,
  commit: string,
  branch: string | null,
): Promise<Worktree> {
  if (!isAbsolute(slot)) throw new Error(`the path of a slot must be absolute: ${slot}`)
  await mkdir(dirname(slot), { recursive: true })
  const context = worktreeContext(repo, await slotPathOf(slot))
  await adoptOlder(context)
  await unlinkReplaced(context)
  const stuck = await makeRoom(context)
  await lease(context, commit, branch, [])
  return new GitWorktree(treeOfSlot(slot), context, branch, stuck)
}

/**
 * Makes room for a new worktree. It removes a worktree that contains no work. It renames a worktree that may contain work, and any other
 * folder (D5: nothing that an agent wrote is lost). It also renames a worktree that it cannot remove: a rename needs no right to the files
 * in it, which may belong to root after an agent ran a container.
 *
 * @returns the worktree that it could not remove, or null
 */
async function makeRoom(worktree: WorktreeContext): Promise<StuckFolder | null> {
  const isWorktree = (await exists(worktree.home)) || (await exists(worktree.gitDir))
  if (isWorktree && !(await hasNoWork(worktree))) await moveAside(worktree)
  else if (!isWorktree && (await readdir(worktree.path).catch(() => [])).length > 0) await moveAside(worktree)
  try {
    await removeParts(worktree)
    return null
  } catch (error) {
    const folder = await moveAside(worktree).catch(() => null)
    if (folder === null) throw error
    await removeParts(worktree)
    return { folder, error: error as Error }
  }
}

/**
 * Returns true if Coppice has no record of the worktree, because no agent has worked in it since it was created, reset or released. It also
 * returns true if the files are those of the HEAD and all commits are on refs. The agent's index and exclude file are ignored, because an
 * agent can hide changes with them (I2). It returns false if somebody deleted the shadow, which has the record, and if there are submodules,
 * because an agent may have written something in them.
 */
async function hasNoWork(worktree: WorktreeContext): Promise<boolean> {
  const { repo, home, gitDir } = worktree
  if (!(await exists(home))) return false
  const record = await readRecord(home).catch(() => undefined)
  if (record === null) return true
  if (record === undefined) return false
  if (await exists(join(gitDir, 'modules'))) return false
  const state = await readSlotState(gitDir)
  const head = headCommit(state)
  const added = addedIds(state, record)
  if (head === null || added.isCut || !(await areOnRefs(repo, [head, ...added.ids]))) return false
  const staged = await stageAll(worktree, head, []).catch(() => null)
  return staged?.nested.length === 0 && staged.tree === (await treeOf(repo.git, repo.plumbing, head))
}

/** @returns whether refs of the user's repository contain all of these commits */
async function areOnRefs({ git, plumbing }: RepositoryContext, ids: readonly string[]): Promise<boolean> {
  const args = ['rev-list', '--max-count=1', '--stdin', '--not', '--all']
  const input = ids.map((id) => `${id}\n`).join('')
  const listed = await git.run(plumbing, args, { input, silenceMs: LONG_SILENCE_MS })
  return listed.exitCode === 0 && listed.stdout.length === 0
}

/** Renames the folders of a slot to those of `SLOT.left-NUMBER`, so that git still works in the tree. @returns the new folder of the slot */
async function moveAside({ slot, gitDir }: WorktreeContext): Promise<string> {
  const left = await freeSlot(slot)
  const aside = slotFolders(left)
  if (await exists(slot)) await rename(slot, left)
  if (!(await exists(gitDir))) return left
  await mkdir(dirname(aside.gitDir))
  await rename(gitDir, aside.gitDir)
  if (await exists(aside.path)) await writeGitFile(aside)
  return left
}
