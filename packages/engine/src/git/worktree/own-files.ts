import { lstat, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { asUsersOwn } from '../../workers/users-umask.ts'
import type { WorktreeContext } from './worktree-context.ts'

/**
 * The three files that lead git from a worktree to its repository. Our own commands pass the directories explicitly. The agent's git
 * follows these files, so they must be unchanged when an agent starts: an earlier agent may have replaced `.git` or rewritten `commondir`.
 */
function ownFiles({ path, gitDir }: WorktreeContext): readonly (readonly [string, string])[] {
  return [
    [join(path, '.git'), `gitdir: ${gitDir}`],
    [join(gitDir, 'gitdir'), join(path, '.git')],
    [join(gitDir, 'commondir'), '../..'],
  ]
}

/** @returns the first file that is not as git wrote it, or null when all are */
export async function falsifiedFile(worktree: WorktreeContext): Promise<string | null> {
  for (const [file, content] of ownFiles(worktree)) if ((await contentOf(file)) !== content) return file
  return null
}

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
