import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { GitPlace } from '../exec/git-place.ts'
import type { RepositoryContext } from '../repository-context.ts'

/**
 * A git directory that only Coppice uses, beside a worktree. It has an index, a config and an exclude file, but no refs. Its objects are
 * those of the user's repository. An agent can write the index, config, exclude file and sparse state that its own git uses. With the
 * shadow they have no effect on which files count as changed (I2).
 */
export interface Shadow {
  place: GitPlace
  index: string
}

/** An agent that finds the shadow could write its index, and the untracked cache in it could hide files. */
const CONFIG: readonly string[] = ['core.untrackedCache=false']

const shadowFolder = (path: string): string => join(dirname(path), `.${basename(path)}.git`)

/**
 * Makes sure that the files of the shadow are as they should be, except its index. It removes the lock of the index: only one attempt uses a worktree, so a killed
 * git left it.
 */
export async function openShadow(repo: RepositoryContext, path: string): Promise<Shadow> {
  const gitDir = shadowFolder(path)
  const objects = join(repo.commonDir, 'objects')
  const { config, exclude, attributes } = repo.shadowFiles
  for (const folder of ['refs', 'objects', 'info']) await mkdir(join(gitDir, folder), { recursive: true })
  const index = join(gitDir, 'index')
  const files = { HEAD: 'ref: refs/heads/none\n', config, 'info/exclude': exclude, 'info/attributes': attributes }
  for (const [name, text] of Object.entries(files)) await ensureText(join(gitDir, name), text)
  await rm(`${index}.lock`, { force: true })
  const env = { GIT_OBJECT_DIRECTORY: objects }
  const place = { ...repo.plumbing, cwd: path, gitDir, commonDir: gitDir, workTree: path, config: CONFIG, env }
  return { place, index }
}

/** A file that is as it should be is not written: git's config is read again whenever one of its files has changed. */
async function ensureText(file: string, text: string): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => null)) !== text) await writeFile(file, text)
}

export const removeShadow = (path: string): Promise<void> => rm(shadowFolder(path), { recursive: true, force: true })
