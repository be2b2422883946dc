import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isAbsolute, join, resolve } from 'node:path'

/** How many stores a chain may have. Git itself follows five. */
const MOST = 10

/**
 * Returns the folders with the objects of a repository: its own, and those from which it borrows. A store that cannot be read has no
 * others.
 *
 * @param commonDir the git directory
 */
export function objectStores(commonDir: string): string[] {
  const stores: string[] = []
  const visit = (store: string) => {
    if (stores.includes(store) || stores.length >= MOST) return
    stores.push(store)
    for (const line of alternates(store)) visit(isAbsolute(line) ? line : resolve(store, line))
  }
  visit(resolve(commonDir, 'objects'))
  return stores
}

/** What git needs to clone a repository, besides its objects. */
const CLONED = ['HEAD', 'packed-refs', 'refs', 'shallow']

/**
 * Returns the files and folders that git needs to clone a submodule from one of the copies in a repository. The config of a copy is not among
 * them, because it may contain a token.
 *
 * @param commonDir the git directory
 */
export function submoduleCopies(commonDir: string): string[] {
  const within = (folder: string): string[] => {
    if (!existsSync(join(folder, 'HEAD'))) return foldersIn(folder).flatMap(within)
    const cloned = CLONED.map((name) => join(folder, name)).filter((path) => existsSync(path))
    return [...cloned, ...objectStores(folder), ...within(join(folder, 'modules'))]
  }
  return foldersIn(join(commonDir, 'modules')).flatMap(within)
}

function foldersIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name))
  } catch {
    return []
  }
}

function alternates(store: string): string[] {
  try {
    return readFileSync(resolve(store, 'info/alternates'), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
  } catch {
    return []
  }
}
