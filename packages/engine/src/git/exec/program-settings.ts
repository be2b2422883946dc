import type { ConfigEntry } from './parse-config-list.ts'

/** Settings that make git run a program in one of our commands, each with a value that makes it run none. */
const PROGRAMS: readonly (readonly [RegExp, string])[] = [
  [/^filter\..+\.(?:clean|smudge|process)$/, ''],
  [/^filter\..+\.required$/, 'false'],
  // A partial clone fetches missing objects in the middle of any command.
  [/^core\.sshcommand$/, 'ssh'],
  [/^core\.(?:askpass|gitproxy)$/, ''],
  [/^credential\.(?:.+\.)?helper$/, ''],
  [/^remote\..+\.uploadpack$/, 'git-upload-pack'],
  // What git does without a driver. An empty driver would succeed and take our side.
  [/^merge\..+\.driver$/, 'git merge-file --quiet --marker-size=%L %A %O %B'],
]

export type ProgramSettings = ReadonlyMap<string, string>

const neutralValue = (key: string): string | undefined => PROGRAMS.find(([pattern]) => pattern.test(key))?.[1]

/** Git runs every helper that is named, not only the last. An empty one clears those before it. */
const isList = (key: string): boolean => key.startsWith('credential.')

/** A key with several values has one line for each value. */
export function programSettings(entries: readonly ConfigEntry[]): ProgramSettings {
  const settings = new Map<string, string>()
  for (const { key, value } of entries.filter((entry) => neutralValue(entry.key) !== undefined)) {
    const before = isList(key) ? settings.get(key) : undefined
    settings.set(key, before === undefined ? value : `${before}\n${value}`)
  }
  return settings
}

export function changedPrograms(trusted: ProgramSettings, now: ProgramSettings): string[] {
  const keys = [...new Set([...trusted.keys(), ...now.keys()])]
  return keys.filter((key) => trusted.get(key) !== now.get(key))
}

/** Returns the settings to override so that git runs the programs of `trusted` and no others of `now`. */
export function overrides(trusted: ProgramSettings, now: ProgramSettings): [string, string][] {
  return changedPrograms(trusted, now).flatMap((key): [string, string][] => {
    const value = trusted.get(key)
    if (!isList(key)) return [[key, value ?? neutralValue(key) ?? '']]
    return ['', ...(value?.split('\n') ?? [])].map((one) => [key, one])
  })
}

/** @returns whether git fetches missing objects from a remote in the middle of any command */
export const isPartialClone = (entries: readonly ConfigEntry[]): boolean =>
  entries.some(({ key, value }) => key === 'extensions.partialclone' || (PROMISOR.test(key) && value !== 'false'))

const PROMISOR = /^remote\..+\.promisor$/
