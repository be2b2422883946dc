import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isObjectId } from '../refs/object-id.ts'
import { isCoppiceRef, isFullRefName } from '../refs/ref-name.ts'

/** An untracked symbolic link that setup left, such as `node_modules`. The pattern `node_modules/` in a .gitignore does not match a link. */
export interface SetupLink {
  path: string
  target: string
}

/**
 * What Coppice must know about a worktree after a restart. It lies in the worktree's git directory, so it is deleted with git's entry.
 * Without it, the checkout was never completed or a reset was in progress, so nothing in the folder is anybody's work.
 */
export interface WorktreeRecord {
  branch: string | null
  /** Both sides of the merge that was begun for a conflict session. */
  merging: { ours: string; theirs: string } | null
  setupLinks: readonly SetupLink[]
}

const fileOf = (gitDir: string): string => join(gitDir, 'coppice.json')

export async function readRecord(gitDir: string): Promise<WorktreeRecord | null> {
  try {
    return parseRecord(await readFile(fileOf(gitDir), 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** The agent can write here too, so the record may only name a branch of Coppice. */
export function parseRecord(text: string): WorktreeRecord {
  const { branch, merging, setupLinks = [] } = JSON.parse(text)
  if (branch !== null && !(isFullRefName(String(branch)) && isCoppiceRef(branch)))
    throw new Error(`not ours: ${branch}`)
  if (merging !== null && !(isObjectId(merging.ours) && isObjectId(merging.theirs))) throw new Error('not two commits')
  const links = setupLinks.map(({ path, target }: SetupLink) => ({ path: String(path), target: String(target) }))
  return { branch, merging: merging && { ours: merging.ours, theirs: merging.theirs }, setupLinks: links }
}

export async function writeRecord(gitDir: string, record: WorktreeRecord): Promise<void> {
  const draft = `${fileOf(gitDir)}.new`
  await writeFile(draft, JSON.stringify(record))
  await rename(draft, fileOf(gitDir))
}
