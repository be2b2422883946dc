import { dirname, isAbsolute, join } from 'node:path'
import type { ConfigEntry } from './parse-config-list.ts'

/** The config files that git reads now, or will read if somebody creates them or the condition of their `includeIf` becomes true. */
export interface ConfigFiles {
  files: readonly string[]
  /** Whether the config has an `includeIf`, which may depend on the branch of HEAD (`includeIf "onbranch:…"`). */
  onHead: boolean
  /** Whether an included file has a path that only git can resolve, such as `~ada/x` or `%(prefix)/x`. */
  unknown: boolean
}

/**
 * Finds the config files from the entries of the config. The entries `include.path` and `includeIf` name more files.
 * @param home the user's home folder, for which `~/` stands, or undefined when the environment has none
 */
export function configFiles(entries: readonly ConfigEntry[], home: string | undefined): ConfigFiles {
  const includes = entries.filter(({ key }) => key === 'include.path' || /^includeif\..+\.path$/.test(key))
  const included = includes.map((entry) => includedFile(entry, home))
  const read = entries.map(originFile)
  return {
    files: [...new Set([...read, ...included].filter((file) => file !== null))],
    onHead: includes.some(({ key }) => key.startsWith('includeif.')),
    unknown: included.includes(null),
  }
}

const originFile = ({ origin }: ConfigEntry): string | null => (origin.startsWith('file:') ? origin.slice(5) : null)

/** @returns the path of an included file, or null when only git can resolve it. A relative path is relative to the file that names it. */
function includedFile(entry: ConfigEntry, home: string | undefined): string | null {
  const { value } = entry
  if (value.startsWith('~/')) return home === undefined ? null : join(home, value.slice(2))
  if (value.startsWith('~') || value.startsWith('%(')) return null
  if (isAbsolute(value)) return value
  const from = originFile(entry)
  return from === null ? null : join(dirname(from), value)
}
