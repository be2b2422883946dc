import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** What is known of the bundle: its sources, relative to the root of the clone, and a hash of their content. */
export interface BundleRecord {
  sources: readonly string[]
  hash: string
}

/** The files of the bundle, which git ignores. `script` is the one that is started. */
export function bundleFiles(root: string = ROOT): Record<'script' | 'modules' | 'record', string> {
  const file = (name: string) => join(root, '.toolchain/hosts', name)
  return {
    script: file('anthropic-host.mjs'),
    modules: file('anthropic-host.modules.mjs'),
    record: file('anthropic-host.json'),
  }
}

/** @throws when a source does not exist */
export function hashOfSources(sources: readonly string[], root: string = ROOT): string {
  const hash = createHash('sha256')
  for (const source of sources) hash.update(readFileSync(join(root, source))).update('\0')
  return hash.digest('hex')
}

/**
 * Returns the path of the script that starts the host from a bundle of all its modules, without TypeScript.
 *
 * @returns null when there is no bundle, or when a source has changed since it was made
 */
export function bundledHost(root: string = ROOT): string | null {
  try {
    const { script, record } = bundleFiles(root)
    const { sources, hash } = JSON.parse(readFileSync(record, 'utf8')) as BundleRecord
    return hashOfSources(sources, root) === hash ? script : null
  } catch {
    return null
  }
}
