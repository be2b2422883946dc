import type { ConfigEntry } from '../exec/parse-config-list.ts'

/** Returns whether `merge.renormalize` is set. With this setting, git converts line ends and runs filters on each side before a merge. */
export function isRenormalizing(config: readonly ConfigEntry[]): boolean {
  const value = config.findLast(({ key }) => key === 'merge.renormalize')?.value
  return value !== undefined && /^(?:true|yes|on|[1-9]\d*)$/i.test(value)
}

/** Returns the keys of the merge drivers that the config names. A key with `=` cannot be set with `-c`, so it is left out. */
export function mergeDrivers(config: readonly ConfigEntry[]): string[] {
  const keys = config.map(({ key }) => key).filter((key) => /^merge\.[^=]+\.driver$/.test(key))
  return [...new Set(keys)]
}
