import { posix } from 'node:path'

/** Returns copied and linked paths as git names them (`./a/b/` → `a/b`), without those outside the tree. */
export const lentPaths = (given: readonly string[]): string[] => given.map(plainPath).filter((path) => path !== null)

function plainPath(path: string): string | null {
  const plain = posix.normalize(path).replace(/\/+$/, '')
  return plain === '' || plain === '.' || plain === '..' || /^(?:\.\.)?\//.test(plain) ? null : plain
}
