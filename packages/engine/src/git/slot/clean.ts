import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import { removeFolder } from '../worktree/remove-folder.ts'
import type { ShadowedWorktree } from '../worktree/shadowed-worktree.ts'
import { gitlinksOf } from '../worktree/worktree-index.ts'
import { hasOnlyTracked } from './has-only-tracked.ts'

/**
 * Deletes untracked files, and empties the folders of submodules. The first call of git deletes the files that are not ignored, even if
 * `keepIgnored` matches them.
 *
 * @param idLength the number of characters of an object id
 */
export async function clean(shadow: ShadowedWorktree, idLength: number, keepIgnored: readonly string[]): Promise<void> {
  if (!(await hasOnlyTracked(shadow, idLength))) await removeUntracked(shadow, keepIgnored)
  for (const link of await gitlinksOf(shadow, shadow.index)) await emptyFolder(join(shadow.path, link))
}

async function removeUntracked({ repo, place }: ShadowedWorktree, keepIgnored: readonly string[]): Promise<void> {
  const options = { silenceMs: LONG_SILENCE_MS }
  if (keepIgnored.length > 0) await repo.git.text(place, ['clean', '-ffdq'], options)
  const keep = keepIgnored.map((pattern) => `--exclude=${pattern}`)
  await repo.git.text(place, ['clean', '-ffdxq', ...keep], options)
}

/** Empties the folder of a submodule. The submodule's git directory was inside the git directory of the last agent, so it no longer exists. */
async function emptyFolder(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  if (names.length === 0) return
  await removeFolder(folder)
  await mkdir(folder)
}
