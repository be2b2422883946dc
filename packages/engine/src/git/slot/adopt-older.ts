import { mkdir, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { exists } from '../checkout/operation-in-progress.ts'
import { type WorktreeContext, worktreeContext } from '../worktree/worktree-context.ts'
import { adoptLinked } from './adopt-linked.ts'
import { writeGitFile } from './git-file.ts'
import { hiddenFolder, olderFolders } from './slot-folders.ts'
import { unlinkReplaced } from './unlink-replaced.ts'

/**
 * Moves the parts of a worktree that an older version of Coppice left to the folders that they have now, so that its work can be committed.
 * Call this only when no process of an attempt uses the worktree (C1). The tree is moved last, and the shadow before it, so an interrupted
 * call can be repeated.
 */
export async function adoptOlder(worktree: WorktreeContext): Promise<void> {
  const { shared, slot, path, gitDir, home } = worktree
  const older = worktreeContext(shared, slot, olderFolders(slot))
  await unlinkReplaced(older)
  await adoptLinked(older)
  const moving = join(hiddenFolder(slot), 'moving')
  const isMoved = await exists(home)
  if (isMoved ? (await exists(slot)) || !(await exists(moving)) : !(await exists(older.home))) return
  await mkdir(moving, { recursive: true })
  if (!isMoved) {
    // The older tree was where the folder of the slot is now.
    if (await exists(older.path)) await rename(older.path, join(moving, basename(path)))
    if (await exists(older.gitDir)) await rename(older.gitDir, gitDir)
    await rename(older.home, home)
  }
  await rename(moving, dirname(path))
  if (await exists(path)) await writeGitFile(worktree)
}
