import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { GitPlace } from '../exec/git-place.ts'
import type { RepositoryContext } from '../repository-context.ts'
import type { SlotFolders } from '../slot/slot-folders.ts'

/**
 * A git directory that only Coppice uses, one for each slot. It has an index, a config and an exclude file, but no refs. Git writes objects
 * to it (`slot-drafts.ts`), and finds all others in the user's repository. An agent can write the index, config, exclude file and sparse
 * state that its own git uses. Because Coppice's git uses the shadow, these files have no effect on which files count as changed (I2).
 */
export interface Shadow {
  place: GitPlace
  index: string
}

/**
 * Settings for git in a shadow. An agent that finds the shadow could hide files by a wrong cache of untracked files in its index. A split index
 * would be two files, and Coppice copies and reads one.
 */
const CONFIG: readonly string[] = ['core.untrackedCache=false', 'core.splitIndex=false']

/**
 * Opens the shadow of a worktree. Missing or changed files of the shadow, except the index, are written again. A lock of the index is
 * removed: it is from a killed git, because only one attempt at a time uses the worktree.
 */
export async function openShadow(
  repo: RepositoryContext,
  { home: gitDir, path }: Pick<SlotFolders, 'home' | 'path'>,
): Promise<Shadow> {
  const objects = join(repo.commonDir, 'objects')
  const { config, exclude, attributes } = repo.shadowFiles
  for (const folder of ['refs', 'objects/info', 'info']) await mkdir(join(gitDir, folder), { recursive: true })
  const index = join(gitDir, 'index')
  const files = {
    HEAD: 'ref: refs/heads/none\n',
    config,
    'info/exclude': exclude,
    'info/attributes': attributes,
    'objects/info/alternates': `${objects}\n`,
  }
  for (const [name, text] of Object.entries(files)) await ensureText(join(gitDir, name), text)
  await rm(`${index}.lock`, { force: true })
  const place = {
    ...repo.plumbing,
    cwd: path,
    gitDir,
    commonDir: gitDir,
    workTree: path,
    isKept: true,
    config: CONFIG,
  }
  return { place, index }
}

/** Writes a file only if its content differs, because Coppice reads git's config again whenever a config file has changed. */
async function ensureText(file: string, text: string): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => null)) !== text) await writeFile(file, text)
}
