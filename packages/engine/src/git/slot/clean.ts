import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import { removeFolder } from '../worktree/remove-folder.ts'
import type { ShadowedWorktree } from '../worktree/shadowed-worktree.ts'
import { gitlinksOf } from '../worktree/worktree-index.ts'

/**
 * Deletes untracked files, and empties the folders of submodules. The first call of git deletes the files that are not ignored, even if
 * `keepIgnored` matches them.
 */
export async function clean(shadow: ShadowedWorktree, keepIgnored: readonly string[]): Promise<void> {
  const { repo, place, path, index } = shadow
  const options = { silenceMs: LONG_SILENCE_MS }
  if (keepIgnored.length > 0) await repo.git.text(place, ['clean', '-ffdq'], options)
  const keep = keepIgnored.map((pattern) => `--exclude=${pattern}`)
  await repo.git.text(place, ['clean', '-ffdxq', ...keep], options)
  for (const link of await gitlinksOf(shadow, index)) await emptyFolder(join(path, link))
}

/** Empties the folder of a submodule. The submodule's git directory was inside the git directory of the last agent, so it no longer exists. */
async function emptyFolder(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  if (names.length === 0) return
  await removeFolder(folder)
  await mkdir(folder)
}
