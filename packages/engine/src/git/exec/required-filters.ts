import type { ConfigEntry } from './parse-config-list.ts'

/** A required filter, such as that of Git LFS. If git cannot run it, git refuses to check out or add a file that uses it. */
export interface RequiredFilter {
  name: string
  /** The setting that names the filter's program, and its value. */
  key: string
  command: string
}

const TRUE = /^(?:true|yes|on|[1-9]\d*)$/i

export function requiredFilters(entries: readonly ConfigEntry[]): RequiredFilter[] {
  // The last value counts, as for git.
  const settings = new Map(entries.map(({ key, value }) => [key, value]))
  return [...settings].flatMap(([key, value]) => {
    const name = /^filter\.(.+)\.required$/.exec(key)?.[1]
    if (name === undefined || !TRUE.test(value)) return []
    const program = [`filter.${name}.process`, `filter.${name}.clean`].find((one) => settings.get(one))
    return program === undefined ? [] : [{ name, key: program, command: settings.get(program) ?? '' }]
  })
}
