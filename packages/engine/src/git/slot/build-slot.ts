import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { RepositoryContext } from '../repository-context.ts'
import { removeFolder } from '../worktree/remove-folder.ts'
import type { WorktreeContext } from '../worktree/worktree-context.ts'
import type { VisibleRefs } from './visible-refs.ts'

/**
 * Makes the agent's git directory anew, from files only: nothing of an earlier agent stays in it (I2). It has its own folder for new
 * objects, and it borrows the objects of the user's repository. The index is not created here.
 *
 * @param branch the branch that HEAD names, or null for a detached HEAD
 */
export async function buildSlot(
  { repo, gitDir }: WorktreeContext,
  refs: VisibleRefs,
  commit: string,
  branch: string | null,
): Promise<void> {
  const draft = `${gitDir}.new`
  await rm(draft, { recursive: true, force: true })
  for (const folder of ['objects/info', 'objects/pack', 'refs/heads', 'refs/tags', 'info', 'hooks'])
    await mkdir(join(draft, folder), { recursive: true })
  for (const [name, text] of filesOf(repo, refs, commit, branch)) {
    await mkdir(dirname(join(draft, name)), { recursive: true })
    await writeFile(join(draft, name), text)
  }
  await copyFile(join(repo.commonDir, 'shallow'), join(draft, 'shallow')).catch(ignoreMissing)
  await removeFolder(gitDir)
  await rename(draft, gitDir)
}

function filesOf(
  { commonDir, shadowFiles }: RepositoryContext,
  { packed, symbolic }: VisibleRefs,
  commit: string,
  branch: string | null,
): [string, string][] {
  return [
    ['HEAD', branch === null ? `${commit}\n` : `ref: ${branch}\n`],
    ['config', shadowFiles.slotConfig],
    ['info/exclude', shadowFiles.exclude],
    ['info/attributes', shadowFiles.attributes],
    ['objects/info/alternates', `${join(commonDir, 'objects')}\n`],
    ['packed-refs', packed],
    ...[...symbolic].map(([name, target]): [string, string] => [name, `ref: ${target}\n`]),
    ...(branch === null ? [] : [[branch, `${commit}\n`] as [string, string]]),
  ]
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
