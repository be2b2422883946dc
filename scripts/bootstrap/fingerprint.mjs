import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Files that are left out, because tools generate them. For example, `next build` writes next-env.d.ts, so each build would be stale at
 * once.
 */
const NOT_SOURCE = new Set(['node_modules', '.next', 'next-env.d.ts', 'tsconfig.tsbuildinfo'])
const IS_TEST = /\.test\.tsx?$/

/**
 * Returns a hash of the names and contents of files. For a folder it includes all sources below it, except tests. If a file does not exist,
 * the hash differs from the hash with any content of this file.
 * @param {string} root
 * @param {readonly string[]} paths relative to `root`
 */
export function fingerprint(root, paths) {
  const hash = createHash('sha256')
  for (const path of paths.flatMap((path) => filesAt(root, path))) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0')
  }
  return hash.digest('hex')
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {string[]}
 */
function filesAt(root, path) {
  const full = join(root, path)
  if (!existsSync(full)) return []
  if (!statSync(full).isDirectory()) return [path]
  return readdirSync(full)
    .filter((name) => !NOT_SOURCE.has(name) && !IS_TEST.test(name))
    .sort()
    .flatMap((name) => filesAt(root, join(path, name)))
}
