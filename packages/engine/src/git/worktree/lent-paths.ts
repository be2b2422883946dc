import { posix } from 'node:path'

/** Returns copied and linked paths in the form that git uses (`./a/b/` becomes `a/b`). It leaves out paths outside the worktree. */
export const lentPaths = (given: readonly string[]): string[] => given.map(plainPath).filter((path) => path !== null)

function plainPath(path: string): string | null {
  const plain = posix.normalize(path).replace(/\/+$/, '')
  return plain === '' || plain === '.' || plain === '..' || /^(?:\.\.)?\//.test(plain) ? null : plain
}
