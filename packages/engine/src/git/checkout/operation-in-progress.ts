import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Files in a checkout's git directory that exist while an operation is unfinished, each with the operation's name. */
const MARKS: readonly (readonly [string, string])[] = [
  ['MERGE_HEAD', 'a merge'],
  ['rebase-merge', 'a rebase'],
  ['rebase-apply', 'a rebase'],
  ['CHERRY_PICK_HEAD', 'a cherry-pick'],
  ['REVERT_HEAD', 'a revert'],
  ['BISECT_LOG', 'a bisect'],
  ['sequencer', 'a cherry-pick or revert'],
]

const ABORTS: Readonly<Record<string, string>> = {
  'a merge': 'merge --abort',
  'a rebase': 'rebase --abort',
  'a cherry-pick': 'cherry-pick --abort',
  'a revert': 'revert --abort',
  'a bisect': 'bisect reset',
}

/** Returns the git command that ends an operation and returns to the state before it. */
export const abortOf = (operation: string): string => ABORTS[operation] ?? 'status'

/** @returns `a merge`, `a rebase` and so on, or null when no operation is in progress */
export async function operationInProgress(gitDir: string): Promise<string | null> {
  for (const [file, name] of MARKS) if (await exists(join(gitDir, file))) return name
  return null
}

/** @returns the full ref name of the branch on which the rebase or bisect in progress started, or null when neither is in progress */
export async function interruptedBranch(gitDir: string): Promise<string | null> {
  for (const file of ['rebase-merge/head-name', 'rebase-apply/head-name', 'BISECT_START']) {
    const name = await readText(join(gitDir, file))
    if (name === null) continue
    const ref = file === 'BISECT_START' && !name.startsWith('refs/') ? `refs/heads/${name}` : name
    if (ref.startsWith('refs/heads/')) return ref
  }
  return null
}

async function readText(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch {
    return null
  }
}

export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
