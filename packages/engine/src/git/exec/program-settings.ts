import type { ConfigEntry } from './parse-config-list.ts'

/** Settings by which git runs a program in a command of ours, and a value that makes it run none of the agent's. */
const PROGRAMS: readonly (readonly [RegExp, string])[] = [
  [/^filter\..+\.(?:clean|smudge|process)$/, ''],
  [/^filter\..+\.required$/, 'false'],
  // What git does where no driver is named. An empty driver would succeed, and take our side.
  [/^merge\..+\.driver$/, 'git merge-file --quiet --marker-size=%L %A %O %B'],
]

export type ProgramSettings = ReadonlyMap<string, string>

const neutralValue = (key: string): string | undefined => PROGRAMS.find(([pattern]) => pattern.test(key))?.[1]

export function programSettings(entries: readonly ConfigEntry[]): ProgramSettings {
  return new Map(entries.filter(({ key }) => neutralValue(key) !== undefined).map(({ key, value }) => [key, value]))
}

/** What must be said on the command line so that git runs the programs of `trusted`, and no others of `now`. */
export function overrides(trusted: ProgramSettings, now: ProgramSettings): [string, string][] {
  const keys = [...new Set([...trusted.keys(), ...now.keys()])]
  const changed = keys.filter((key) => trusted.get(key) !== now.get(key))
  return changed.map((key) => [key, trusted.get(key) ?? neutralValue(key) ?? ''])
}

/** Objects that are missing here are fetched from a remote in the middle of any command. */
export const isPartialClone = (entries: readonly ConfigEntry[]): boolean =>
  entries.some(({ key, value }) => key === 'extensions.partialclone' || (PROMISOR.test(key) && value !== 'false'))

const PROMISOR = /^remote\..+\.promisor$/
