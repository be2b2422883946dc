import { lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { WorktreeContext } from '../worktree/worktree-context.ts'
import { buildSlot } from './build-slot.ts'
import { isPlainFolder } from './plain-files.ts'
import { freeSlot, slotFolders } from './slot-folders.ts'
import { visibleRefs } from './visible-refs.ts'

/** Files and folders in which git stores an unfinished operation. */
const OPERATIONS = [
  'MERGE_HEAD',
  'MERGE_MSG',
  'MERGE_MODE',
  'MERGE_RR',
  'AUTO_MERGE',
  'SQUASH_MSG',
  'CHERRY_PICK_HEAD',
  'REVERT_HEAD',
  'REBASE_HEAD',
  'rebase-merge',
  'rebase-apply',
  'sequencer',
  'BISECT_LOG',
  'BISECT_START',
  'BISECT_TERMS',
  'BISECT_NAMES',
  'BISECT_RUN',
  'BISECT_EXPECTED_REV',
  'BISECT_ANCESTORS_OK',
  'BISECT_FIRST_PARENT',
]

/**
 * Ends merges, rebases and similar operations in the agent's git directory, and puts its HEAD on the work branch at `commit`, without changing
 * files of the worktree. It writes the files itself, because an agent may have left any of them in a form that git cannot read.
 *
 * @param branch the work branch, or null for a detached HEAD
 */
export async function settleSlot({ gitDir }: WorktreeContext, commit: string, branch: string | null): Promise<void> {
  for (const name of [...OPERATIONS, 'index.lock', 'HEAD.lock'])
    await rm(join(gitDir, name), { recursive: true, force: true })
  if (branch !== null) await replaceFile(gitDir, branch, `${commit}\n`)
  await replaceFile(gitDir, 'HEAD', branch === null ? `${commit}\n` : `ref: ${branch}\n`)
}

async function replaceFile(gitDir: string, name: string, text: string): Promise<void> {
  const file = join(gitDir, name)
  // The folders come first: a folder that is a link could lead to the refs of the user's repository.
  await makeFolders(gitDir, dirname(name))
  await rm(file, { recursive: true, force: true })
  await rm(`${file}.lock`, { recursive: true, force: true })
  await writeFile(file, text)
}

/** Creates folders, in place of anything else that an agent put there. */
async function makeFolders(gitDir: string, folder: string): Promise<void> {
  if (await isPlainFolder(gitDir, folder)) return
  const parts = folder === '.' ? [] : folder.split('/')
  for (let at = gitDir, rest = parts; ; at = join(at, rest[0] ?? ''), rest = rest.slice(1)) {
    if (!(await lstat(at).catch(() => null))?.isDirectory()) {
      await rm(at, { recursive: true, force: true })
      await mkdir(at)
    }
    if (rest.length === 0) return
  }
}

/**
 * Renames the agent's git directory, because it has commits that could not be brought in (D5), and makes another in its place.
 *
 * @returns the new name
 */
export async function setSlotAside(worktree: WorktreeContext, commit: string, branch: string | null): Promise<string> {
  const aside = await moveSlotAside(worktree)
  await buildSlot(worktree, await visibleRefs(worktree.repo), commit, branch)
  return aside
}

/** Renames the agent's git directory. @returns the new name */
export async function moveSlotAside(worktree: WorktreeContext): Promise<string> {
  const { gitDir } = slotFolders(await freeSlot(worktree.slot))
  await mkdir(dirname(gitDir))
  await rename(worktree.gitDir, gitDir)
  return gitDir
}
