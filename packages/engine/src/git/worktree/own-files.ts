import { lstat, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { asUsersOwn } from '../../workers/users-umask.ts'
import type { WorktreeContext } from './worktree-context.ts'

/**
 * Returns the three files by which git finds the repository of a worktree, with the content that each must have. An agent's git follows
 * these files. An earlier agent may have changed them, so they are checked before an agent starts. Coppice's git does not read them.
 */
function ownFiles({ path, gitDir }: WorktreeContext): readonly (readonly [string, string])[] {
  return [
    [join(path, '.git'), `gitdir: ${gitDir}`],
    [join(gitDir, 'gitdir'), join(path, '.git')],
    [join(gitDir, 'commondir'), '../..'],
  ]
}

/** Checks the files of `ownFiles`. @returns the path of the first file that was changed, or null when no file was changed */
export async function changedFile(worktree: WorktreeContext): Promise<string | null> {
  for (const [file, content] of ownFiles(worktree)) if ((await contentOf(file)) !== content) return file
  return null
}

/** Writes the files of `ownFiles` that were changed or deleted. It also creates the worktree's folder if that was deleted. */
export async function restoreOwnFiles(worktree: WorktreeContext): Promise<void> {
  if ((await mkdir(worktree.path, { recursive: true })) !== undefined) await asUsersOwn(worktree.path, 'folder')
  for (const [file, content] of ownFiles(worktree)) {
    if ((await contentOf(file)) === content) continue
    await rm(file, { recursive: true, force: true })
    await writeFile(file, `${content}\n`)
  }
}

/** @returns the content of a regular file, or null when a link or folder is in its place */
async function contentOf(file: string): Promise<string | null> {
  try {
    return (await lstat(file)).isFile() ? (await readFile(file, 'utf8')).trimEnd() : null
  } catch {
    return null
  }
}
