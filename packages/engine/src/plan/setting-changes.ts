import { isDeepStrictEqual } from 'node:util'
import type { Plan } from '../domain/plan.ts'
import type { Safeguard, SettingChange } from '../domain/plan-changes.ts'
import type { ProjectSettings } from '../domain/settings.ts'

/** Returns the changed settings, in the order of the project's settings, with names and values as in a plan file. */
export function settingChanges(before: ProjectSettings, after: ProjectSettings): SettingChange[] {
  return names(after)
    .filter((name) => !isDeepStrictEqual(before[name], after[name]))
    .map((name) => ({ name: nameInFile(name), before: inFile(name, before[name]), after: inFile(name, after[name]) }))
}

/**
 * Returns the safeguards that the new plan removes because it leaves out their key, which can happen by mistake (P6). A safeguard that the
 * plan gives up in words does not count, and neither does the value `allow` of `redBase`, which a plan must contain.
 */
export function removedSafeguards(before: ProjectSettings, { settings, givesUp }: Plan): Safeguard[] {
  const removed: Safeguard[] = []
  if (before.verify.length > 0 && settings.verify.length === 0) removed.push('VERIFY')
  if (before.delivery !== 'auto' && settings.delivery === 'auto') removed.push('MANUAL_DELIVERY')
  return removed.filter((safeguard) => !givesUp.includes(safeguard))
}

const names = (settings: ProjectSettings) => Object.keys(settings) as (keyof ProjectSettings)[]

const TIMEOUT = /^(\w+)TimeoutMs$/

const nameInFile = (name: string): string =>
  name === 'learning' ? 'expertise.learn' : name.replace(TIMEOUT, 'timeouts.$1')

function inFile(name: string, value: ProjectSettings[keyof ProjectSettings] | undefined): readonly string[] {
  if (value === undefined || value === null) return []
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
