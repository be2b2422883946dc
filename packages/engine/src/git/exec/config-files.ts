import { dirname, isAbsolute, join } from 'node:path'
import type { ConfigEntry } from './parse-config-list.ts'

/** The config files that git reads, or would read if they existed or their condition held. */
export interface ConfigFiles {
  files: readonly string[]
  /** Whether the files that git reads may also depend on HEAD (`includeIf "onbranch:…"`). */
  onHead: boolean
  /** Whether some file is named in a way that only git understands (`~ada/x`, `%(prefix)/x`). */
  unknown: boolean
}

/** `home` is the user's home folder, to which `~/` leads. Is undefined when the environment has none. */
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

/** A relative path starts at the file that names it. */
function includedFile(entry: ConfigEntry, home: string | undefined): string | null {
  const { value } = entry
  if (value.startsWith('~/')) return home === undefined ? null : join(home, value.slice(2))
  if (value.startsWith('~') || value.startsWith('%(')) return null
  if (isAbsolute(value)) return value
  const from = originFile(entry)
  return from === null ? null : join(dirname(from), value)
}
