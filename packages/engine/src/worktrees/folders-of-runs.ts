import { readdir, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { runOfFolder } from '../domain/naming.ts'
import type { RunFolder } from '../ports/dispatch.ts'

/** Returns the runs that have a folder below `root` with something in it. It removes folders of runs that are empty. */
export async function foldersOfRuns(root: string): Promise<RunFolder[]> {
  const found: RunFolder[] = []
  for (const projectId of await namesIn(root))
    for (const name of await namesIn(join(root, projectId))) {
      const run = runOfFolder(name)
      if (run !== null && !(await removeEmpty(join(root, projectId, name)))) found.push({ projectId, run })
    }
  return found
}

/** @returns the names in a folder, or none when `folder` is a file or does not exist */
const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => [])

/** Removes the folder of a run if it is empty. Older versions left empty folders. @returns false when something is in the folder */
const removeEmpty = (folder: string): Promise<boolean> =>
  rmdir(folder).then(
    () => true,
    () => false,
  )
