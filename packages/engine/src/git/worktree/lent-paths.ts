import { posix } from 'node:path'

/** Returns copied and linked paths in the form that git uses (`./a/b/` becomes `a/b`). It leaves out paths outside the worktree. */
export const lentPaths = (given: readonly string[]): string[] => given.map(plainPath).filter((path) => path !== null)

/** @returns whether a lent path is `path` or a folder above it */
export const isLent = (path: string, lent: readonly string[]): boolean =>
  lent.some((one) => path === one || path.startsWith(`${one}/`))

function plainPath(path: string): string | null {
  const plain = posix.normalize(path).replace(/\/+$/, '')
  return plain === '' || plain === '.' || plain === '..' || /^(?:\.\.)?\//.test(plain) ? null : plain
}
