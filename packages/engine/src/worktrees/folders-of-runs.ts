import { readdir, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { runOfFolder } from '../domain/naming.ts'
import type { RunFolder } from '../ports/dispatch.ts'

/** Returns the folders of runs below `root` that contain something. An empty one is removed. */
export async function foldersOfRuns(root: string): Promise<RunFolder[]> {
  const found: RunFolder[] = []
  for (const projectId of await namesIn(root))
    for (const name of await namesIn(join(root, projectId))) {
      const run = runOfFolder(name)
      if (run !== null && !(await removeEmpty(join(root, projectId, name)))) found.push({ projectId, run })
    }
  return found
}

/** Does not fail for a file, or for a folder that is absent. */
const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => [])

/** A run of an older version leaves its folder, even when all worktrees in it are removed. @returns false when something is in it */
const removeEmpty = (folder: string): Promise<boolean> =>
  rmdir(folder).then(
    () => true,
    () => false,
  )
