import type { ConfigEntry } from '../exec/parse-config-list.ts'

/** @returns whether the user's merges convert line ends and run filters on each side first */
export function isRenormalizing(config: readonly ConfigEntry[]): boolean {
  const value = config.findLast(({ key }) => key === 'merge.renormalize')?.value
  return value !== undefined && /^(?:true|yes|on|[1-9]\d*)$/i.test(value)
}

/** Returns the keys of the merge drivers that the config names. A key with `=` cannot be set with `-c`, so it is left out. */
export function mergeDrivers(config: readonly ConfigEntry[]): string[] {
  const keys = config.map(({ key }) => key).filter((key) => /^merge\.[^=]+\.driver$/.test(key))
  return [...new Set(keys)]
}
