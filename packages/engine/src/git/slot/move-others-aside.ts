import { mkdir, readdir, rename } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { WorktreeContext } from '../worktree/worktree-context.ts'
import { freeSlot } from './slot-folders.ts'

/**
 * Moves everything beside the working tree out of the folder of the slot. The next agent must not find it (I2), and it may be work, for
 * example in a worktree that the agent created with `git worktree add ../other` (D5).
 */
export async function moveOthersAside({ slot, path }: WorktreeContext): Promise<void> {
  const others = (await readdir(slot).catch(() => [])).filter((name) => name !== basename(path))
  if (others.length === 0) return
  const left = await freeSlot(slot)
  await mkdir(left)
  for (const name of others) await rename(join(slot, name), join(left, name))
}
