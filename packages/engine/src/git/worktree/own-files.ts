import { lstat, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { asUsersOwn } from '../../workers/users-umask.ts'
import type { WorktreeContext } from './worktree-context.ts'

/**
 * The three files by which git, when nobody tells it, finds its way between a worktree and its repository. We tell it; the agent's own
 * git follows them, so they must be ours when an agent starts (an agent may have left a replaced `.git` file, a rewritten `commondir`).
 */
function ownFiles({ path, gitDir }: WorktreeContext): readonly (readonly [string, string])[] {
  return [
    [join(path, '.git'), `gitdir: ${gitDir}`],
    [join(gitDir, 'gitdir'), join(path, '.git')],
    [join(gitDir, 'commondir'), '../..'],
  ]
}

/** The first that is not what git wrote; null where all are. */
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

/** Of a regular file; a link or folder in its place has none. */
async function contentOf(file: string): Promise<string | null> {
  try {
    return (await lstat(file)).isFile() ? (await readFile(file, 'utf8')).trimEnd() : null
  } catch {
    return null
  }
}
