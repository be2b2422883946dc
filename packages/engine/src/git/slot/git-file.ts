import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { asUsersOwn } from '../../workers/users-umask.ts'
import type { WorktreeContext } from '../worktree/worktree-context.ts'
import { readPlain } from './plain-files.ts'

type Folders = Pick<WorktreeContext, 'path' | 'gitDir'>

/** The file `.git` in a working tree, by which the agent's git finds its git directory. Coppice's git does not read it. */
const gitFile = ({ path }: Folders): string => join(path, '.git')

const textOf = ({ gitDir }: Folders): string => `gitdir: ${gitDir}\n`

const MOST_BYTES = 65_536

/** @returns whether the file `.git` of the working tree is as Coppice wrote it */
export async function isGitFileOwn(worktree: Folders): Promise<boolean> {
  return (await readPlain(gitFile(worktree), MOST_BYTES)).toString() === textOf(worktree)
}

/** Writes the file `.git` of the working tree, in place of what is there. It creates the folder of the working tree if it is missing. */
export async function writeGitFile(worktree: Folders): Promise<void> {
  if ((await mkdir(worktree.path, { recursive: true })) !== undefined) await asUsersOwn(worktree.path, 'folder')
  if (await isGitFileOwn(worktree)) return
  const file = gitFile(worktree)
  await rm(file, { recursive: true, force: true })
  await writeFile(file, textOf(worktree))
}
