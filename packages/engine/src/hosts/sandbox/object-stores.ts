import { readFileSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'

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

function alternates(store: string): string[] {
  try {
    return readFileSync(resolve(store, 'info/alternates'), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
  } catch {
    return []
  }
}
