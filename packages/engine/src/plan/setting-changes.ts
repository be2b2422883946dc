import { isDeepStrictEqual } from 'node:util'
import type { Safeguard, SettingChange } from '../domain/plan-changes.ts'
import type { ProjectSettings } from '../domain/settings.ts'

/** Returns the changed settings, in the order of the project's settings, with names and values as in a plan file. */
export function settingChanges(before: ProjectSettings, after: ProjectSettings): SettingChange[] {
  return names(after)
    .filter((name) => !isDeepStrictEqual(before[name], after[name]))
    .map((name) => ({ name: nameInFile(name), before: inFile(name, before[name]), after: inFile(name, after[name]) }))
}

/**
 * Returns the safeguards that the new settings remove (P6). A plan removes these two when it leaves out a key, so this can happen by
 * mistake. The value `allow` of `redBase` does not count, because a plan must contain it.
 */
export function removedSafeguards(before: ProjectSettings, after: ProjectSettings): Safeguard[] {
  const removed: Safeguard[] = []
  if (before.verify.length > 0 && after.verify.length === 0) removed.push('VERIFY')
  if (before.delivery !== 'auto' && after.delivery === 'auto') removed.push('MANUAL_DELIVERY')
  return removed
}

const names = (settings: ProjectSettings) => Object.keys(settings) as (keyof ProjectSettings)[]

const TIMEOUT = /^(\w+)TimeoutMs$/

const nameInFile = (name: string): string => name.replace(TIMEOUT, 'timeouts.$1')

function inFile(name: string, value: ProjectSettings[keyof ProjectSettings] | undefined): readonly string[] {
  if (value === undefined) return []
  if (typeof value === 'number') return [TIMEOUT.test(name) ? duration(value) : String(value)]
  if (typeof value === 'string') return [value]
  return isList(value)
    ? value
    : Object.entries(value).map(([key, part]) => `${key}: ${typeof part === 'object' ? JSON.stringify(part) : part}`)
}

const isList = (value: object): value is readonly string[] => Array.isArray(value)

function duration(ms: number): string {
  const units = [
    ['h', 3_600_000],
    ['m', 60_000],
  ] as const
  for (const [unit, size] of units) if (ms % size === 0) return `${ms / size}${unit}`
  return `${ms / 1_000}s`
}
