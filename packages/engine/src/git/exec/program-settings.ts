import type { ConfigEntry } from './parse-config-list.ts'

/**
 * The settings by which git may run a program in one of Coppice's commands. Each has a neutral value: with it, git runs no program that the
 * config names.
 */
const PROGRAMS: readonly (readonly [RegExp, string])[] = [
  [/^filter\..+\.(?:clean|smudge|process)$/, ''],
  [/^filter\..+\.required$/, 'false'],
  // Git may run the programs of the next six lines when it fetches missing objects in a partial clone. Any command can cause such a fetch.
  [/^core\.sshcommand$/, 'ssh'],
  [/^core\.(?:askpass|gitproxy)$/, ''],
  [/^credential\.(?:.+\.)?helper$/, ''],
  [/^remote\..+\.uploadpack$/, 'git-upload-pack'],
  // Git runs this program to list the refs of a repository from which it borrows objects. The program may list none.
  [/^core\.alternaterefscommand$/, 'true'],
  // The remote side of a fetch runs this program. If the remote is a repository on this machine, its git reads the user's config without
  // the settings with which Coppice overrides it.
  [/^uploadpack\.packobjectshook$/, ''],
  // Git LFS, which runs as a filter, reads these settings from git's config.
  [/^lfs\.extension\..+\.(?:clean|smudge)$/, ''],
  [/^lfs\.customtransfer\..+\.(?:path|args)$/, ''],
  [/^lfs\.(?:.+\.)?standalonetransferagent$/, ''],
  // This is what git does without a driver. With an empty driver, git would keep our side and report no conflict.
  [/^merge\..+\.driver$/, 'git merge-file --quiet --marker-size=%L %A %O %B'],
]

export type ProgramSettings = ReadonlyMap<string, string>

const neutralValue = (key: string): string | undefined => PROGRAMS.find(([pattern]) => pattern.test(key))?.[1]

/** @returns whether every value of a setting applies, not only the last. Git runs all credential helpers after the last empty value. */
const isList = (key: string): boolean => key.startsWith('credential.')

/** Returns the settings by which git may run programs. If all values of a key apply (`isList`), the text has one value per line. */
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

/**
 * Returns the settings to override, so that git runs the programs of `trusted` and no others.
 * @param now the settings that the config contains
 * @returns pairs of key and value, in the order in which git must read them
 */
export function overrides(trusted: ProgramSettings, now: ProgramSettings): [string, string][] {
  return changedPrograms(trusted, now).flatMap((key): [string, string][] => {
    const value = trusted.get(key)
    if (!isList(key)) return [[key, value ?? neutralValue(key) ?? '']]
    return ['', ...(value?.split('\n') ?? [])].map((one) => [key, one])
  })
}

/**
 * Returns settings that switch off the hooks that the config names, because Coppice's git runs no hooks. Git has such hooks from version
 * 2.54 on. `core.hooksPath` only switches off hooks that are files.
 */
export function hooksOff(entries: readonly ConfigEntry[]): [string, string][] {
  const names = entries.map(({ key }) => /^hook\.(.+)\.(?:command|event)$/.exec(key)?.[1])
  return [...new Set(names.filter((name) => name !== undefined))].map((name) => [`hook.${name}.enabled`, 'false'])
}

/** @returns whether the repository is a partial clone: git fetches missing objects from a remote when a command needs them */
export const isPartialClone = (entries: readonly ConfigEntry[]): boolean =>
  entries.some(({ key, value }) => key === 'extensions.partialclone' || (PROMISOR.test(key) && value !== 'false'))

const PROMISOR = /^remote\..+\.promisor$/
