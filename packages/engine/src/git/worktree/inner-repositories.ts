import { readdir } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { isPlainFolder, readPlain } from '../slot/plain-files.ts'
import { isFolder } from './carry-commit.ts'
import type { ShadowedWorktree } from './shadowed-worktree.ts'

/** A git directory of a submodule that an agent used, and the git directory of the user into which its commits are copied. */
export interface InnerRepository {
  gitDir: string
  /** The user's copy of the submodule, or the user's repository when there is no such copy. */
  target: string
  hasCopy: boolean
}

const MODULES = 'modules'
const MOST_FOLDERS = 20_000

/** Returns all repositories below `modules` of the agent's git directory, also those of submodules of submodules. It starts no git process. */
export async function innerRepositories(shadow: ShadowedWorktree): Promise<InnerRepository[]> {
  const folders = (await isPlainFolder(shadow.gitDir, MODULES)) ? [MODULES] : []
  const found: InnerRepository[] = []
  for (const folder of folders) {
    const isRepository = folder !== MODULES && (await isPlainFolder(shadow.gitDir, `${folder}/objects`))
    if (isRepository) found.push(await repositoryAt(shadow, join(shadow.gitDir, folder)))
    // The name of a submodule may contain `/`.
    const next = isRepository ? [MODULES] : await foldersIn(join(shadow.gitDir, folder))
    for (const name of next)
      if (await isPlainFolder(shadow.gitDir, `${folder}/${name}`)) folders.push(`${folder}/${name}`)
    if (folders.length > MOST_FOLDERS) throw new Error(`the agent left more than ${MOST_FOLDERS} folders of submodules`)
  }
  return found
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
}

async function repositoryAt({ repo, gitDir }: ShadowedWorktree, path: string): Promise<InnerRepository> {
  const users = join(repo.commonDir, relative(gitDir, path))
  const hasCopy = await isFolder(join(users, 'objects'))
  return { gitDir: path, target: hasCopy ? users : repo.commonDir, hasCopy }
}

/**
 * Returns the repository whose files are in a folder of the worktree. It reads `.git` as data.
 *
 * @param folder the path, relative to the worktree
 * @returns null when the folder has no repository, or one outside of the folder and of the agent's git directory
 */
export async function repositoryIn(shadow: ShadowedWorktree, folder: string): Promise<InnerRepository | null> {
  const { repo, path, gitDir } = shadow
  if (await isPlainFolder(path, `${folder}/.git/objects`))
    return { gitDir: join(path, folder, '.git'), target: repo.commonDir, hasCopy: false }
  const named = await namedByGitFile(join(path, folder))
  const inside = named === null ? '' : relative(gitDir, named)
  if (named === null || !inside.startsWith(`${MODULES}/`)) return null
  return (await isPlainFolder(gitDir, `${inside}/objects`)) ? repositoryAt(shadow, named) : null
}

/** Returns the git directory that a file `.git` names. @returns null when there is no such file */
export async function namedByGitFile(folder: string): Promise<string | null> {
  const text = await readPlain(join(folder, '.git'), 65_536)
  const [, named] = typeof text === 'string' ? [] : (/^gitdir: (.+?)\n*$/.exec(text.toString('utf8')) ?? [])
  return named === undefined ? null : resolve(folder, named)
}
